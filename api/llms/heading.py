"""What stands above the lists: whose content it is, how much, and in which languages."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from api.pages.rendering import language_name
from retrieval.public_documents import PublicDocument


def heading(documents: Sequence[PublicDocument], public_url: str | None, other: str) -> str:
    """The beginning of a list of `documents`; `other` is the sentence about the other list."""
    host = urlsplit(public_url or "").hostname
    count, langs = len(documents), list(dict.fromkeys(language_name(document.lang) for document in documents))
    told = f"{count} public {'document' if count == 1 else 'documents'}" + (f" in {', '.join(langs)}" if langs else "")
    return f"# {f'Help content of {host}' if host else 'Help content'}\n\n> {told}.\n\n{other}\n"
