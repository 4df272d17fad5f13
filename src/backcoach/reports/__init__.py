"""Handing over: results as JSON, tables, CSV, annotated videos and plots."""
