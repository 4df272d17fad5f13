"""The computer: where the coach answers on it, which server has a folder, how it speaks, whether all is there."""
