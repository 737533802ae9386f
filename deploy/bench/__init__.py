"""Measuring: whole bookings per second, and what a page costs, against a site of its own."""
