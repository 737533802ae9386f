"""What people type about bookings: shape and words, no rules."""
