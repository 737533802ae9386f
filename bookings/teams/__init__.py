"""Teams: who is in them, who is invited, and what their lesser roles may see."""
