"""The people of a mission: their order, one in the place of another, and two rows that are one person."""
