"""Take each guard of the product away in turn, and see that a test notices: `make mutants`."""
