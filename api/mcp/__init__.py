"""Askwell for language models and agents: tools and documents over the Model Context Protocol.

`server.py` needs the SDK, which takes half a second to load: it is imported when the first request comes.
"""
