"""Whom a message goes to, whom it comes from, and what it costs there."""
