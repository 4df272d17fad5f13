"""A phone as the camera: how it is let in, what it is shown, and what it may say."""
