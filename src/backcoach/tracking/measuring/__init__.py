"""Measuring: from pose frames to the quantities that exercise files name, smoothed, as this person shows them."""
