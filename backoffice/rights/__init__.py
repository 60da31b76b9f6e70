"""Who may do what: the roles, to which mission a row belongs, and the one place that decides."""
