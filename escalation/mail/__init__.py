"""Letters to customers and staff, and their answers: written, sent, fetched, read."""
