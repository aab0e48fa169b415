"""Finds passages: embedders, the vector index, full-text search, fusion, and the store of documents they stand on."""
