"""What organisers see at a glance of all their events."""
