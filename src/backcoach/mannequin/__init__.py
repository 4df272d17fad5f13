"""The simulated person: exactly known truth for tests, moving figures for people."""
