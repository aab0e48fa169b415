"""The command `askwell`."""
