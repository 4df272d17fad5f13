"""Talking: the routine as a state machine, cues, and the camera check. Pure: time and frames come in, words go out."""
