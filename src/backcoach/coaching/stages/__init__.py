"""What each state of a session does while it lasts: how it begins, what it makes of frames and time, what it shows."""
