"""What happens to bookings: stories that people tell, and the steps that stories share."""
