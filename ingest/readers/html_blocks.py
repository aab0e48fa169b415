"""From an HTML tree to blocks of normalised text. Markdown takes this way too, so both read alike."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from core.model import BlockKind
from ingest.readers.html_inline import BREAK, INLINE, code_span, lowered, paragraph_text, raised, tells_something
from ingest.readers.html_parts import code_language, code_text, is_footnotes, owning_list, rows
from ingest.text import TextBuilder, indent, item, labelled, one_line

_MAX_DEPTH = 100
"""Elements inside each other; what lies deeper is taken as plain text."""
_NOTE = re.compile(
    r"(?:^|[\s_-])(?:admonition|callout|alert|note|tip|warning|caution|danger|important|hint|infobox|notice|"
    r"starlight-aside|custom-block)(?:$|[\s_-])"
)
_NOTE_TITLE = (
    ".admonition-title, .callout-title, .alert-title, .alert-heading, .custom-block-title, .markdown-alert-title, "
    ".starlight-aside__title, [class*=admonitionHeading]"
)
_FILE_NAME = re.compile(r"\.\w{3,4}$")


class BlockWalker:
    """Walks a tree once, in reading order, and hands blocks to a builder."""

    def __init__(self, builder: TextBuilder, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """`kind`: what paragraphs are, `NOTE` inside an admonition."""
        self.first_h1: str | None = None
        self._builder = builder
        self._kind = kind
        self._label = ""
        self._run: list[str] = []
        self._images: list[str] = []

    def walk(self, node: LexborNode, depth: int = 0) -> None:
        """Add everything below `node`."""
        self._flow(node, depth)
        self._flush()

    def _flow(self, node: LexborNode, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._run.append(node.text(separator=" "))
            return
        for child in node.iter(include_text=True):
            self._visit(child, depth + 1)

    def _visit(self, node: LexborNode, depth: int) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self._run.append(node.text_content or "")
        elif tag in _INLINE_HANDLERS:
            _INLINE_HANDLERS[tag](self, node, depth)
        elif tag in INLINE:
            self._flow(node, depth)
        elif not tag.startswith("-"):
            self._flush()
            _BLOCK_HANDLERS.get(tag, BlockWalker._section)(self, node, depth)
            self._flush()

    # Inline elements

    def _break(self, node: LexborNode, depth: int) -> None:
        self._run.append(BREAK)

    def _nothing(self, node: LexborNode, depth: int) -> None:
        pass

    def _code_span(self, node: LexborNode, depth: int) -> None:
        self._run.append(code_span(node.text()))

    def _superscript(self, node: LexborNode, depth: int) -> None:
        self._run.append(raised(node.text()))

    def _subscript(self, node: LexborNode, depth: int) -> None:
        self._run.append(lowered(node.text()))

    def _quotation(self, node: LexborNode, depth: int) -> None:
        self._run.append("“")
        self._flow(node, depth)
        self._run.append("”")

    def _math(self, node: LexborNode, depth: int) -> None:
        source = node.css_first("annotation[encoding='application/x-tex']")
        self._run.append(f"${source.text().strip()}$" if source else node.text())

    def _button(self, node: LexborNode, depth: int) -> None:
        # "Press <button>Save</button>" is a sentence; a button on its own belongs to the page, not to its text.
        beside = node.parent.text(deep=False).strip() if node.parent else ""
        if beside:
            self._flow(node, depth)

    def _image(self, node: LexborNode, depth: int) -> None:
        alt = one_line(node.attributes.get("alt") or "")
        if alt and not _FILE_NAME.search(alt):
            self._run.append(alt)
            self._images.append(alt)

    def _flush(self) -> None:
        """End the paragraph that is being collected."""
        text = paragraph_text(self._run)
        only_images = bool(self._images) and text.split() == " ".join(self._images).split()
        if only_images and not all(map(tells_something, self._images)):
            text = ""
        self._run, self._images = [], []
        if text:
            self._builder.paragraph(labelled(self._take_label(), text), self._kind)

    def _take_label(self) -> str:
        label, self._label = self._label, ""
        return label

    def _flush_label(self) -> None:
        self._flush()
        if self._label:
            self._builder.paragraph(self._take_label(), self._kind)

    # Block elements

    def _section(self, node: LexborNode, depth: int) -> None:
        names = node.attributes.get("class") or ""
        if names and _NOTE.search(names.lower()):
            self._note(node, depth)
        else:
            self._flow(node, depth)

    def _note(self, node: LexborNode, depth: int) -> None:
        title = node.css_first(_NOTE_TITLE)
        outer_kind, outer_label = self._kind, self._take_label()
        if title is not None:
            self._label = labelled(outer_label, one_line(title.text()))
            title.decompose()
        self._kind = BlockKind.NOTE
        self._flow(node, depth)
        self._flush_label()
        self._kind = outer_kind

    def _heading(self, node: LexborNode, depth: int) -> None:
        self._flush_label()
        title = self._inside(node, depth).replace("\n", " ")
        level = int((node.tag or "h6")[1])
        self._builder.heading(title, level)
        if level == 1 and self.first_h1 is None:
            self.first_h1 = title or None

    def _list(self, node: LexborNode, depth: int) -> None:
        self._flush_label()
        items: list[str] = []
        number = _number(node.attributes.get("start"), 1)
        for child in node.iter():
            body = self._inside(child, depth)
            if child.tag in _LISTS and items:  # a list beside the items instead of inside one: wrong, and common
                items[-1] += "\n" + indent(self._inside(child, depth, BlockWalker._list), items[-1].index(" ") + 1)
            elif body:
                number = _number(child.attributes.get("value"), number)
                items.append(item(f"{number}." if node.tag == "ol" else "-", body))
                number += 1
        if is_footnotes(node):
            for text in items:
                self._builder.paragraph(text.split(" ", 1)[1])
        else:
            self._builder.list(items, ordered=node.tag == "ol")

    def _definitions(self, node: LexborNode, depth: int) -> None:
        self._flush_label()
        items: list[str] = []
        terms: list[str] = []
        for child in node.css("dt, dd"):
            if owning_list(child) != node.mem_id:
                continue
            if child.tag == "dt":
                terms.append(self._inside(child, depth).replace("\n", " "))
                continue
            body = self._inside(child, depth)
            if items and not terms and body:  # a further meaning of the same term
                items[-1] += "\n" + indent(body, 2)
            elif body:
                items.append(item("-", labelled(", ".join(filter(None, terms)), body)))
            terms = []
        items.extend(item("-", term) for term in terms if term)
        self._builder.list(items, ordered=False)

    def _pre(self, node: LexborNode, depth: int) -> None:
        self._flush_label()
        self._builder.code(code_text(node), code_language(node))

    def _table(self, node: LexborNode, depth: int) -> None:
        self._flush_label()
        caption = node.css_first("caption")
        if caption is not None:
            self._builder.paragraph(self._inside(caption, depth), self._kind)
            caption.decompose()
        cells = rows(node, lambda cell: self._inside(cell, depth))
        if cells is None:
            self._flow(node, depth)
        else:
            self._builder.table(cells)

    def _inside(self, node: LexborNode, depth: int, handler: _Handler | None = None) -> str:
        """Everything below `node` as consecutive lines."""
        builder = TextBuilder(nested=True)
        (handler or BlockWalker.walk)(BlockWalker(builder), node, depth + 1)
        return builder.nested_text()


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default


_LISTS = frozenset({"ul", "ol", "menu"})
_Handler = Callable[[BlockWalker, LexborNode, int], None]
_INLINE_HANDLERS: dict[str, _Handler] = {
    "br": BlockWalker._break,
    "code": BlockWalker._code_span,
    "tt": BlockWalker._code_span,
    "samp": BlockWalker._code_span,
    "sup": BlockWalker._superscript,
    "sub": BlockWalker._subscript,
    "q": BlockWalker._quotation,
    "math": BlockWalker._math,
    "button": BlockWalker._button,
    "img": BlockWalker._image,
    "del": BlockWalker._nothing,
    "s": BlockWalker._nothing,
    "strike": BlockWalker._nothing,
    "rt": BlockWalker._nothing,
    "rp": BlockWalker._nothing,
}
_BLOCK_HANDLERS: dict[str, _Handler] = {
    **{f"h{level}": BlockWalker._heading for level in range(1, 7)},
    **dict.fromkeys(_LISTS, BlockWalker._list),
    "dl": BlockWalker._definitions,
    "pre": BlockWalker._pre,
    "table": BlockWalker._table,
}
