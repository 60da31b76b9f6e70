"""What a mission costs: what was meant to be spent and what was, by what each line paid for."""
