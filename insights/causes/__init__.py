"""Why the content does not serve a gap's questions, with the evidence for it."""
