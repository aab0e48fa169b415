"""What answers must reach on public data: the table, and how each of its figures is measured."""
