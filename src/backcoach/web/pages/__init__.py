"""The pages. Each module has `routes`, which the app puts together."""
