"""The health of documents: what each serves and fails, and what is wrong with it."""
