"""How a conversation begins that begins without a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from answering.conversations.customer_facts import Attributes
from answering.phrases import PHRASES
from core.language import primary, recognise


@dataclass(frozen=True, slots=True)
class Start:
    """How a conversation begins that begins without a question."""

    person: bool = False
    """Whether the customer wants a person at once."""
    text: str | None = None
    """What the customer writes first; it goes to the person."""
    lang: str | None = None
    page_url: str | None = None
    page_title: str | None = None
    page_lang: str | None = None
    """Decides where the text tells no language, or there is none."""
    attributes: Attributes = field(default_factory=dict)
    """What the page says of the customer and itself."""

    def language(self, expected: Sequence[str]) -> str | None:
        """The language to speak in: declared, of the text, or of a page in one `expected` or spoken; else None."""
        page = primary(self.page_lang) if self.page_lang else None
        page = page if page in {*expected, *PHRASES} else None
        if self.lang or not self.text:
            return self.lang or page
        return recognise(self.text, expected, default=page or expected[0])
