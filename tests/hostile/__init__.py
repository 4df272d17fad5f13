"""The attack on the program, kept: on loopback, in temporary folders; small here, large in `benchmarks/hostile.py`."""
