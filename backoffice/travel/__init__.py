"""Travel documents at the desk: who has one, each by itself, the visa list, and the record of who looked."""
