"""Mails that come back: answers to invitations, bounces, automatic replies."""
