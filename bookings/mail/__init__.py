"""What people are told: queued with the change, rendered and sent later."""
