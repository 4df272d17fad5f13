"""Coaching without a plan: what is done is recognised, counted, corrected and kept as what it was."""
