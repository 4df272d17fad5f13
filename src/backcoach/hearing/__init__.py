"""Understanding a few spoken words: what the microphone hears goes in, which command was said comes out."""
