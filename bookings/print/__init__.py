"""What is printed of who is coming: sign-in sheets and name badges, from rows to PDF."""
