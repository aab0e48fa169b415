"""`python -m cli` is the command `askwell`."""

from __future__ import annotations

from cli.main import main

main(prog_name="askwell")
