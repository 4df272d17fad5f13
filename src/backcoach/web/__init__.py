"""Serving: the pages, the live socket and what stands between them and the rest of the world."""
