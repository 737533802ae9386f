"""What people type about events: shape and words, no rules."""
