"""The history over weeks and years: what was done, how it hurt, how doses moved; on pages and as pictures."""
