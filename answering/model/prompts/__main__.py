"""Prints what `versions.json` has to say of the prompts as they are now."""

from __future__ import annotations

import json
import sys

from answering.model.prompts import prompts

json.dump({one.id: one.fingerprint for one in prompts()}, sys.stdout, indent=2)
sys.stdout.write("\n")
