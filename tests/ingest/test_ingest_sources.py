"""Folders, files and corpora: what is listed, what is left out, and why."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ingest.sources
from core.errors import InvalidInput
from ingest.languages import decide, declared, from_path
from ingest.readers import markdown
from ingest.sources import FolderSource, Source, SourceItem, SourceProblem, open_source, open_sources

WriteTree = Callable[[dict[str, str | bytes]], Path]


def keys(source: Source) -> list[str]:
    return [item.key for item in source.items() if isinstance(item, SourceItem)]


def problems(source: Source) -> dict[str, str]:
    return {item.key: item.reason for item in source.items() if isinstance(item, SourceProblem)}


def corpus(path: Path, rows: list[Any]) -> Path:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


def test_a_folder_lists_documents_by_relative_path_and_says_what_it_leaves_out(write_tree: WriteTree) -> None:
    root = write_tree({"b.md": "x", "a/c.HTML": "x", "a/.hidden.md": "x", ".git/x.md": "x", "pic.png": b"x"})
    write_tree({"node_modules/x/readme.md": "x", "docs.jsonl": "{}", "e\u0301.txt": "x"})
    source = open_source(str(root))
    assert keys(source) == ["a/c.HTML", "b.md", "é.txt"]
    assert set(problems(source)) == {"a/.hidden.md", ".git", "pic.png", "node_modules", "docs.jsonl"}
    assert source.size() == 8


def test_a_link_that_leads_to_itself_does_not_end_the_run(write_tree: WriteTree) -> None:
    folder = write_tree({"fine.md": "# Fine"})
    (folder / "self.md").symlink_to("self.md")
    listed = list(FolderSource(folder).items())
    assert [(type(one).__name__, one.key) for one in listed] == [
        ("SourceItem", "fine.md"),
        ("SourceProblem", "self.md"),
    ]


def test_links_are_not_followed_out_of_the_folder(write_tree: WriteTree, tmp_path: Path) -> None:
    root = write_tree({"a.md": "x", "sub/b.md": "x"})
    outside = tmp_path / "secret.md"
    outside.write_text("secret")
    (root / "out.md").symlink_to(outside)
    (root / "in.md").symlink_to(root / "a.md")
    (root / "loop").symlink_to(root, target_is_directory=True)
    assert keys(FolderSource(root)) == ["a.md", "in.md", "sub/b.md"]
    assert problems(FolderSource(root)) == {"loop": "a link to a folder", "out.md": "a link out of the folder"}


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("https://x.example", "can be read here"),
        ("help.example.com/start", "write https://help.example.com/start"),
        ("no/such", "does not exist"),
        ("page.rst", "can be read"),
    ],
)
def test_what_cannot_be_a_source_is_refused_with_what_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.rst").write_text("x")
    with pytest.raises(InvalidInput, match=reason):
        open_source(location)


def test_a_missing_folder_is_an_error_and_not_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="does not exist"):
        list(FolderSource(tmp_path / "gone").items())


def test_a_single_file_is_known_by_its_name(write_tree: WriteTree) -> None:
    root = write_tree({"fr/guide.md": "x"})
    (item,) = open_source(str(root / "fr/guide.md")).items()
    assert isinstance(item, SourceItem)
    assert (item.key, item.read()) == ("guide.md", b"x")
    assert item.path_lang == ("fr", True)


def test_several_places_under_one_name_are_one_source(write_tree: WriteTree) -> None:
    root = write_tree({"a/x.md": "x", "b/y.md": "y"})
    (source,) = open_sources([str(root / "a"), str(root / "b")], "help")
    assert keys(source) == ["x.md", "y.md"]
    assert source.size() == 2
    assert len(open_sources([str(root / "a"), str(root / "b")])) == 2


def test_files_that_are_too_large_are_refused(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.sources, "MAX_FILE_BYTES", 10)
    (item,) = FolderSource(write_tree({"a.md": "x" * 11})).items()
    assert isinstance(item, SourceItem)
    with pytest.raises(InvalidInput, match="larger than"):
        item.read()


def test_a_file_that_vanishes_between_listing_and_reading_is_a_clear_failure(write_tree: WriteTree) -> None:
    root = write_tree({"a.md": "x"})
    (item,) = FolderSource(root).items()
    (root / "a.md").unlink()
    assert isinstance(item, SourceItem)
    with pytest.raises(InvalidInput, match="cannot be read"):
        item.read()


def test_rows_of_a_corpus_carry_their_own_data(tmp_path: Path) -> None:
    row = {
        "id": 7, "title": " T ", "text": "a\u0000b\ud800", "lang": "zh-CN", "url": "u", "audience": "staff, pro",
        "updated_at": "2024-01-01", "tags": ["x", " "], "more": 1,
    }  # fmt: skip
    (item,) = open_source(str(corpus(tmp_path / "c.jsonl", [row, ""]))).items()
    assert isinstance(item, SourceItem)
    assert (item.key, item.title, item.lang, item.url) == ("7", "T", "zh", "u")
    assert (item.audiences, item.updated_at, item.tags) == (frozenset({"staff", "pro"}), "2024-01-01", ("x",))
    assert item.read().decode() == "ab\ufffd"


@pytest.mark.parametrize(
    ("row", "key", "reason"),
    [
        ("{broken", "c.jsonl:2", "Line 2: not JSON"),
        ('{"id": "known", "text": "cut', "known", "Line 2: not JSON"),
        ("[1]", "c.jsonl:2", "not a JSON object"),
        ('{"text": "x"}', "c.jsonl:2", "`id` is missing"),
        ('{"id": "a\\nb", "text": "x"}', "c.jsonl:2", "printable"),
        ('{"id": "b"}', "b", "`text` must be"),
        ('{"id": "b", "text": "x", "lang": "english"}', "b", "not a language code"),
        ('{"id": "b", "text": "x", "audience": 5}', "b", "`audience` must be"),
        ('{"id": "b", "text": "x", "title": {}}', "b", "`title` must be"),
        ('{"id": "a", "text": "again"}', "a", "already used on line 1"),
    ],
)
def test_a_bad_line_is_one_failure_with_its_number(tmp_path: Path, row: str, key: str, reason: str) -> None:
    source = open_source(str(corpus(tmp_path / "c.jsonl", [{"id": "a", "text": "x"}, row, {"id": "z", "text": "y"}])))
    assert keys(source) == ["a", "z"]
    ((found, why),) = problems(source).items()
    assert found == key
    assert reason in why


def test_a_packed_corpus_that_breaks_off_hides_what_follows(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl.gz"
    lines = "".join(json.dumps({"id": str(n), "text": f"text {n * 7919}"}) + "\n" for n in range(2_000))
    packed = gzip.compress(lines.encode())
    path.write_bytes(packed)
    assert len(keys(open_source(str(path)))) == 2_000
    path.write_bytes(packed[: len(packed) // 2])
    *_, last = open_source(str(path)).items()
    assert isinstance(last, SourceProblem)
    assert last.hides_documents


@pytest.mark.parametrize(
    ("folders", "name", "expected"),
    [
        (["guides", "es"], "a.md", ("es", True)),
        (["zh-CN"], "a.md", ("zh", True)),
        (["pt_BR", "en"], "a.md", ("pt", True)),
        (["zh-Hans-CN"], "a.md", ("zh", True)),
        (["en"], "a.fr.md", ("fr", True)),
        (["it"], "a.md", ("it", False)),
        (["it-IT"], "a.md", ("it", True)),
        (["docs", "api"], "a.v2.md", None),
    ],
)
def test_the_language_in_a_path(folders: list[str], name: str, expected: tuple[str, bool] | None) -> None:
    assert from_path(folders, name) == expected


def test_an_undeclared_language_is_detected_from_prose_and_a_doubtful_path_must_agree() -> None:
    german = markdown.read_text(
        "Öffnen Sie die Einstellungen und wählen Sie den Drucker aus.\n\n```\nopen the file\n```"
    )
    italian = markdown.read_text("Apri le impostazioni e scegli la stampante che vuoi usare con il computer.")
    assert decide(None, None, german.text, german.blocks) == "de"
    assert decide(from_path(["it"], "a.md"), None, german.text, german.blocks) == "de"
    assert decide(from_path(["it"], "a.md"), None, italian.text, italian.blocks) == "it"
    assert decide(from_path(["en"], "a.md"), None, german.text, german.blocks) == "en"
    assert decide(None, "de", "4711", ()) == "de"
    assert decide(None, None, "4711", ()) == "und"


def test_a_language_code_is_checked() -> None:
    assert declared("zh_CN") == "zh"
    assert declared("  ") is None
    with pytest.raises(InvalidInput, match="language code"):
        declared("english")
