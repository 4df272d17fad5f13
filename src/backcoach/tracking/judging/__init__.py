"""Judging: whether a repetition or a single frame is right, what an attempt lacks, what a view cannot tell."""
