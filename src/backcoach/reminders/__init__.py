"""Bringing a person back: what to be reminded of and when, the calendar, and notifications of the desktop."""
