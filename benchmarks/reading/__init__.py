"""Passages of software documentation with questions that they answer, and near misses: to teach a model to read."""
