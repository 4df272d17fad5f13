"""What can be asked for: a command is a value, its fields are the options, its docstring is its help.

Only what describes options is imported here, so that help is there at once. What is asked for is passed on as a whole.
"""
