"""Proof: the questions of gaps are asked again, and a gap is closed only when they are answered."""
