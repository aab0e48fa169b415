"""What the tests of reading and syncing share: invariants of the normalised text, and small files made on the spot."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from core.db import Database
from core.model import Block
from ingest import media, readers
from ingest.readers.reading import Reading
from retrieval.documents import DocumentStore


@pytest.fixture
def store(database: Database) -> DocumentStore:
    return DocumentStore(database)


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Reads a text or bytes as a file of that name would be, and checks what must hold for any document."""

    def run(content: str | bytes, name: str = "page.md") -> Reading:
        data = content.encode() if isinstance(content, str) else content
        reading = readers.read(media.media_type(name) or readers.TEXT, data, name)
        check_text(reading.text, reading.blocks)
        return reading

    return run


def check_text(text: str, blocks: Sequence[Block]) -> None:
    """Blocks are ordered, disjoint and one blank line apart; the text is clean."""
    assert "\n\n".join(text[block.start : block.end] for block in blocks) == text
    assert all(block.start < block.end for block in blocks)
    assert not {character for character in text if unicodedata.category(character) in ("Cc", "Cs")} - {"\n"}
    assert unicodedata.is_normalized("NFC", text)


@pytest.fixture
def write_tree(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Writes files below a folder, making others as needed, and returns it."""

    def write(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "content"
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return write


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Makes a small PDF file; each line is (text, size, x, y)."""
    return pdf_of


def pdf_of(pages: Sequence[Sequence[tuple[str, float, float, float]]], title: str = "") -> bytes:
    """A small PDF, written by hand."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        lines = [f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped(text)}) Tj ET" for text, size, x, y in page]
        stream = "\n".join(lines).encode("cp1252")
        content = 5 + 2 * number
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {content} 0 R >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    objects.append(f"<< /Title ({title}) >>".encode())
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    table = out.tell()
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode())
    out.write(f"startxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
