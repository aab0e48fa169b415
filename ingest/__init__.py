"""Brings content in: sources, a reader for each format, chunking and the sync."""
