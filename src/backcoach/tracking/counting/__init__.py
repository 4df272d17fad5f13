"""Counting: from readings to phases, repetitions and holds, with their exact times."""
