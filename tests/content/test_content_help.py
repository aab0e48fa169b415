"""The sample help centre keeps its promises: complete in four languages, linked soundly, true to the product."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from cli.main import main
from core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "api" / "help"
LANGUAGES = ("en", "es", "fr", "zh")
ROLES = {"customer", "agent", "content", "administrator"}
FIELDS = {"title", "slug", "audience_role", "order", "summary", "lang"}
FILES = sorted(HELP.glob("*/*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"ASKWELL_[A-Z_]+[A-Z]")
COMMAND = re.compile(r"(?:^ *|`)askwell ((?:[a-z]+ ?)+)", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def front_matter(path: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])
    assert isinstance(loaded, dict), name_of(path)
    return loaded


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def golden() -> list[dict[str, Any]]:
    lines = (ROOT / "eval" / "golden.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def shape(path: Path) -> list[str]:
    """What must be alike in all languages: fenced code, heading levels, lists and tables, links."""
    text = body(path)
    fences = [re.sub(r"^ +", "", block, flags=re.MULTILINE) for block in re.findall(r"```.*?```", text, re.DOTALL)]
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    marks = re.findall(r"^ *(#+|\d+\.|-|\||>)(?= |-)", plain, re.MULTILINE)
    # Headings are named differently in each language; that they are there is checked on the pages.
    links = sorted(link.partition("#")[0] for link in LINK.findall(plain))
    return [f"{len(fences)} code blocks", *marks, *links]


def command(words: list[str]) -> click.Command | None:
    """The command that the words begin with, the longest there is."""
    found: click.Command = main
    context = click.Context(main)
    for word in words:
        if not isinstance(found, click.Group):
            break
        child = found.get_command(context, word)
        if child is None:
            return None
        found = child
    return found


def options_of(found: click.Command) -> set[str]:
    parameters = (p for p in found.params if isinstance(p, click.Option))
    return {name for p in parameters for name in (*p.opts, *p.secondary_opts)}


def test_content_help_has_the_same_articles_in_every_language() -> None:
    """At least 24 articles, the same slugs in each language."""
    slugs = {lang: {path.stem for path in FILES if path.parent.name == lang} for lang in LANGUAGES}
    assert len(slugs["en"]) >= 24
    assert all(slugs[lang] == slugs["en"] for lang in LANGUAGES)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_content_help_front_matter_is_complete(path: Path) -> None:
    """Title, slug, role, order, summary and language are there and agree with the file's place."""
    matter = front_matter(path)
    assert set(matter) == FIELDS
    assert all(matter[field] for field in FIELDS)
    assert (matter["slug"], matter["lang"]) == (path.stem, path.parent.name)
    assert matter["audience_role"] in ROLES


def test_content_help_order_and_role_agree_across_languages() -> None:
    """An article stands in the same place, for the same readers, in each language; titles are unique in a language."""
    english = {path.stem: front_matter(path) for path in FILES if path.parent.name == "en"}
    assert sorted(matter["order"] for matter in english.values()) == list(range(1, len(english) + 1))
    for path in FILES:
        matter, original = front_matter(path), english[path.stem]
        assert (matter["order"], matter["audience_role"]) == (original["order"], original["audience_role"])
    for lang in LANGUAGES:
        titles = [front_matter(path)["title"] for path in FILES if path.parent.name == lang]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_content_help_links_resolve(path: Path) -> None:
    """Each relative link leads to an article of the same language."""
    articles = {link.partition("#")[0] for link in LINK.findall(body(path))}
    missing = [article for article in articles if article and not (path.parent / article).is_file()]
    assert not missing


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name != "en"], ids=name_of)
def test_content_help_translations_have_the_same_parts(path: Path) -> None:
    """A translation has the same headings, steps, tables, code blocks and links as the English article."""
    assert shape(path) == shape(HELP / "en" / path.name)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_content_help_settings_exist(path: Path) -> None:
    """Each `ASKWELL_…` variable named is a setting."""
    known = {f"ASKWELL_{name.upper()}" for name in Settings.model_fields}
    assert set(VARIABLE.findall(body(path))) <= known


def test_content_help_default_values_are_those_of_the_settings() -> None:
    """The table of settings gives the defaults that the program uses."""
    defaults = {f"ASKWELL_{name.upper()}": field.default for name, field in Settings.model_fields.items()}
    for lang in LANGUAGES:
        rows = re.findall(r"^\| `(ASKWELL_\w+)` \| `([^`]+)` \|", body(HELP / lang / "settings.md"), re.MULTILINE)
        assert len(rows) >= 4
        for name, shown in rows:
            default = defaults[name]
            actual = ",".join(default) if isinstance(default, tuple) else str(default)
            assert shown.removeprefix("./") == actual, name


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_content_help_commands_and_options_exist(path: Path) -> None:
    """Each `askwell …` command named exists, with the options shown on the same line."""
    for line in body(path).splitlines():
        for words in COMMAND.findall(line):
            found = command(words.split())
            assert found is not None, line
            unknown = set(OPTION.findall(line.partition("askwell ")[2])) - options_of(found)
            assert not unknown, line


def test_content_help_option_tables_name_real_options() -> None:
    """The options listed for `askwell ingest` are options of that command."""
    ingest = command(["ingest"])
    assert ingest is not None
    for lang in LANGUAGES:
        named = re.findall(r"^\| `(--[a-z-]+)", body(HELP / lang / "add-content.md"), re.MULTILINE)
        assert named
        assert set(named) <= options_of(ingest)


def test_content_golden_questions_point_to_articles() -> None:
    """Each golden question has all fields, a unique id and, if answerable, relevant articles in its language."""
    rows = golden()
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row) == {"id", "text", "lang", "answerable", "answers", "relevant", "kind"}
        assert row["answerable"] == bool(row["relevant"])
        for document in row["relevant"]:
            assert document.startswith(f"{row['lang']}/")
            assert (HELP / document).is_file(), row["id"]


def test_content_golden_questions_are_the_same_in_every_language() -> None:
    """About 30 answerable questions and 8 unanswerable ones in each language, with the same intents."""
    intents = {
        lang: {row["id"].removesuffix(f"-{lang}") for row in golden() if row["lang"] == lang} for lang in LANGUAGES
    }
    assert all(intents[lang] == intents["en"] for lang in LANGUAGES)
    for lang in LANGUAGES:
        rows = [row for row in golden() if row["lang"] == lang]
        assert sum(row["answerable"] for row in rows) >= 30
        assert sum(not row["answerable"] for row in rows) == 8


def test_content_golden_answers_stand_in_the_relevant_article() -> None:
    """A gold answer is a piece of text of one of the relevant articles."""
    for row in golden():
        texts = [body(HELP / document) for document in row["relevant"]]
        for answer in row["answers"]:
            assert any(answer in text for text in texts), row["id"]
