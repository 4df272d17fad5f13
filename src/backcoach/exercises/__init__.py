"""What is done: exercises as data."""
