"""Seeing: from pictures to pose frames."""
