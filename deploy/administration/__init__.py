"""The pages of the installation, for its administrators: no booking and nobody who comes."""
