"""What is round every page of the back office: bar and menu, the mission worked on, search, the way back."""
