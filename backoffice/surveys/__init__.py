"""What delegates said after the mission: who has answered, each answer, and what is made of it."""
