"""The live connection: frames come in, what to show and say goes out."""
