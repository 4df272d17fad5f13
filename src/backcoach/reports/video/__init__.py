"""What was found in a video: drawn into it, as a plot and a table, as CSV and JSON."""
