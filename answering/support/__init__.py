"""Whether a sentence is borne by the passage that it cites."""
