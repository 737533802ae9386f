"""Trials, run by hand: what becomes of mails, bookings and pages while something breaks."""
