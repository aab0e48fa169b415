"""The widget's files keep their promises: small, complete in every language, without comments, safe by construction."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files

import pytest

from widget.assets import LOADER, WidgetAssets
from widget.shortening import short_script

BUDGET = 30_000
"""Bytes, compressed, of all that one visitor's browser loads."""
LOADER_BUDGET = 3_000
LANGUAGES = ("en", "es", "fr", "zh", "de", "it", "nl", "pt")
SOURCE = files("widget") / "src"
STRING = re.compile(r"^  (\w+): '((?:[^'\\]|\\.)*)',$", re.MULTILINE)


@pytest.fixture(scope="module")
def assets() -> WidgetAssets:
    """The files as served."""
    return WidgetAssets()


def strings(lang: str) -> dict[str, str]:
    """The words of one language."""
    return dict(STRING.findall((SOURCE / "lang" / f"{lang}.js").read_text(encoding="utf-8")))


def test_a_visitor_loads_at_most_thirty_kilobytes(assets: WidgetAssets) -> None:
    """Loader, modules, styles and the largest language together, as sent."""
    sizes = {name: len(found.compressed) for name in assets.names() if (found := assets.get(name))}
    languages = [size for name, size in sizes.items() if name.startswith("lang/")]
    total = sum(size for name, size in sizes.items() if not name.startswith("lang/")) + max(languages)
    assert total <= BUDGET, sizes
    assert sizes[LOADER] <= LOADER_BUDGET


def test_the_compressed_form_is_the_same_file(assets: WidgetAssets) -> None:
    for name in assets.names():
        found = assets.get(name)
        assert found is not None
        assert gzip.decompress(found.compressed) == found.body


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_string_is_missing_in_any_language(lang: str) -> None:
    """Every file has the keys of the English one, with the same places to fill in."""
    reference, found = strings("en"), strings(lang)
    assert found.keys() == reference.keys()
    for key, text in reference.items():
        assert set(re.findall(r"\{(\w+)\}", found[key])) == set(re.findall(r"\{(\w+)\}", text)), key
        assert found[key].strip()


def test_every_string_is_used_and_every_used_string_exists() -> None:
    code = "".join(entry.read_text(encoding="utf-8") for entry in SOURCE.iterdir() if entry.name.endswith(".js"))
    known = strings("en").keys()
    counted = {f"{key}_{form}" for key in re.findall(r"\.count\('(\w+)'", code) for form in ("one", "other")}
    assert set(re.findall(r"\.say\('(\w+)'", code)) | counted <= known
    assert known - counted <= set(re.findall(r"'(\w+)'", code))


def test_served_files_have_no_comments_and_the_loader_knows_the_version(assets: WidgetAssets) -> None:
    for name in assets.names():
        found = assets.get(name)
        assert found is not None
        assert not re.search(rb"^\s*(//|/\*)", found.body, re.MULTILINE), name
    assert f"widget/{assets.version}/element.js".encode() in assets.loader.body
    assert b"@VERSION@" not in assets.loader.body


def test_data_can_never_become_markup() -> None:
    """No module writes HTML, evaluates text, or names another host."""
    for entry in SOURCE.iterdir():
        if entry.name.endswith(".js"):
            code = short_script(entry.read_text(encoding="utf-8"))
            for forbidden in (
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "new Function",
            ):
                assert forbidden not in code, (entry.name, forbidden)
            hosts = set(re.findall(r"https?://[\w.]+", code)) - {"http://www.w3.org"}
            assert hosts == set(), entry.name


def test_modules_import_only_what_is_served(assets: WidgetAssets) -> None:
    for name in assets.names():
        found = assets.get(name)
        assert found is not None
        for target in re.findall(rb"(?:from|import\()'\./([\w./]+)'", found.body):
            assert assets.get(target.decode()) is not None, (name, target)


def test_few_files_are_loaded(assets: WidgetAssets) -> None:
    """Each costs a request: a page without a conversation loads the first script, its words and its styles."""
    loaded = [name for name in assets.names() if not name.startswith("lang/")]
    assert loaded == ["element.js", "loader.js", "panel.js", "widget.css"]
