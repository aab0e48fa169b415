"""How a conversation begins that begins without a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from answering.conversations.customer_facts import Attributes
from core.language import detect, primary


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
        """The language to speak in: as declared, that of the text, that of the page if it is `expected`, or None."""
        page = next((lang for lang in expected if self.page_lang and lang == primary(self.page_lang)), None)
        if self.lang or not self.text:
            return self.lang or page
        return detect(self.text, expected, default=page or expected[0])
