"""The help centres: which packages they come from, and how their pages are found there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.help_centres.markup import name_of, parse, to_html
from benchmarks.help_centres.pages import Page, page

_SHORTEST = 150
"""Characters of a page that says something."""
_TRANSLATED = 0.5
"""Least share of its paragraphs that differ from the English ones."""
_APPS = {
    "evince": "evince-common", "eog": "eog", "gedit": "gedit-common", "shotwell": "shotwell-common",
    "seahorse": "seahorse", "gnome-terminal": "gnome-terminal-data", "gnome-boxes": "gnome-boxes", "orca": "orca",
    "gthumb": "gthumb-data", "brasero": "brasero-common", "cheese": "cheese-common", "file-roller": "file-roller",
    "totem": "totem-common",
}  # fmt: skip
"""Programs of one desktop, and the package that has the help of each."""


@dataclass(frozen=True, slots=True)
class Centre:
    """One help centre."""

    name: str
    prefix: str
    """Of its document ids."""
    packages: Sequence[str]
    read: Callable[[Path], Iterator[Page]]
    """Its pages, from the folder in which each package is unpacked."""
    is_held_back: bool = False
    """Nothing was chosen by it; the questions have no marks."""
    intents: str = ""
    """The centre whose intents its questions are, where they are not its own."""

    def pages(self, unpacked: Path) -> list[Page]:
        """Those that say something, each name once a language."""
        found: dict[tuple[str, str], Page] = {}
        for one in self.read(unpacked):
            if len(one.text) > _SHORTEST:
                found.setdefault((one.lang, one.name), one)
        return list(found.values())


def _evolution(unpacked: Path) -> Iterator[Page]:
    root = unpacked / "evolution-common/usr/share/help"
    for lang, code in (("en", "C"), ("es", "es"), ("fr", "fr")):
        yield from (page(lang, name, body) for name, body in _mallard(root, "evolution", lang, code))


def _libreoffice(folders: Sequence[str], codes: Sequence[tuple[str, str]]) -> Callable[[Path], Iterator[Page]]:
    def read(unpacked: Path) -> Iterator[Page]:
        for lang, code in codes:
            root = unpacked / f"libreoffice-help-{code.lower()}/usr/share/libreoffice/help/{code}/text"
            for folder in folders:
                for path in sorted((root / folder).glob("*.html")):
                    yield page(lang, f"{folder.replace('/', '-')}-{path.stem}", _libreoffice_body(path))

    return read


def _libreoffice_body(path: Path) -> str:
    shown = path.read_text(encoding="utf-8").partition('<div id="DisplayArea"')[2].partition(">")[2]
    article = re.split(r'<div class="relatedtopics"|<div id="DonationFrame"|<footer', shown)[0]
    return re.sub(r'<img[^>]*>|<meta[^>]*>|<div class="noteicon".*?</div>', "", article, flags=re.DOTALL)


def _gimp(unpacked: Path) -> Iterator[Page]:
    for lang in ("en", "fr"):
        root = unpacked / f"gimp-help-{lang}/usr/share/gimp/2.0/help"
        english = unpacked / "gimp-help-en/usr/share/gimp/2.0/help/en"
        for path in sorted((root / lang).glob("*.html")):
            about_itself = re.match(
                r"gfdl|apcs|index|bibliography|glossary|ix\d|pt\d|legal|help-"
                r"|.*(script-fu|python-fu|plug-?ins?-|history)",
                path.name,
            )
            if not about_itself and _is_translated(path, english / path.name, lang):
                yield page(lang, path.stem, _gimp_body(_body(path)))


def _gimp_body(body: str) -> str:
    around = (
        r'<div class="nav(?:header|footer)">.*?</table>\s*(?:<hr ?/>)?\s*</div>|<div class="toc">.*?</div>'
        r'|<img[^>]*>|<hr[^>]*>|<p class="title">.*?</p>|<div class="caption">.*?</div>'
        r'|<td[^>]*rowspan="2"[^>]*>.*?</td>'
    )
    return _unnumbered(re.sub(around, "", body, flags=re.DOTALL))


def _handbook(unpacked: Path) -> Iterator[Page]:
    root = unpacked / "debian-handbook/usr/share/doc/debian-handbook/html/es-ES"
    for path in sorted(root.glob("*.html")):
        if not path.name.startswith(("index", "ix")):
            yield page("es", path.stem, _handbook_body(_body(path)))


def _handbook_body(body: str) -> str:
    around = r'<div id="banner">.*?</div>|<ul class="docnav.*?</ul>|<p id="title">.*?</p>|<h1.*?</h1>|<img[^>]*>'
    article = _unnumbered(re.sub(around, "", body, flags=re.DOTALL))
    return re.sub(r'<div class="para">(.*?)</div>', r"<p>\1</p>", article, flags=re.DOTALL)


def _gnucash(unpacked: Path) -> Iterator[Page]:
    for book in ("guide", "help"):
        for path in sorted((unpacked / f"gnucash-docs/usr/share/help/C/gnucash-{book}").glob("*.xml")):
            if not re.match(r".*(fdl|legal|gnucash-(guide|help)\.xml|glossary)", path.name):
                yield from _gnucash_chapter(path, book)


def _gnucash_chapter(path: Path, book: str) -> Iterator[Page]:
    root = parse(path.read_text(encoding="utf-8"), "GnuCash")
    heading = next((part for part in root if name_of(part) == "title"), None)
    chapter = "" if heading is None else " ".join("".join(heading.itertext()).split())[:60]
    for number, section in enumerate(part for part in root.iter() if name_of(part) == "sect1"):
        yield page("en", f"{book}-{section.get('id') or f'{path.stem}-{number}'}", to_html(section), chapter)


def _apps(unpacked: Path) -> Iterator[Page]:
    for lang, code in (("en", "C"), ("es", "es"), ("fr", "fr")):
        for app, package in _APPS.items():
            root = unpacked / package / "usr/share/help"
            yield from (page(lang, f"{app}-{name}", body) for name, body in _mallard(root, app, lang, code))


def _mallard(root: Path, program: str, lang: str, code: str) -> Iterator[tuple[str, str]]:
    """Name and HTML of each page in Mallard that says something itself and is translated."""
    for path in sorted((root / code / program).glob("*.page")):
        element = parse(path.read_text(encoding="utf-8"), program)
        is_guide = element.get("type") == "guide" and all(name_of(part) != "section" for part in element)
        about_itself = path.stem in ("index", "credits", "legal", "license")
        if not is_guide and not about_itself and _is_translated(path, root / "C" / program / path.name, lang):
            yield path.stem, to_html(element)


def _django(unpacked: Path) -> Iterator[Page]:
    root = unpacked / "python-django-doc/usr/share/doc/python-django-doc/html"
    for folder in ("topics", "howto", "faq", "intro"):
        for path in sorted((root / folder).rglob("*.html")):
            shown = re.split(r'<div class="yui-g" id="[^"]*">', path.read_text(encoding="utf-8"), maxsplit=1)[-1]
            article = re.split(r'<div class="yui-b" id="sidebar"|<div class="nav">\s*<nav id="rellinks"', shown)[0]
            if path.stem != "index":
                yield page("en", "-".join(path.relative_to(root).with_suffix("").parts), article)


def _body(path: Path) -> str:
    found = re.search(r"<body[^>]*>(.*)</body>", path.read_text(encoding="utf-8"), re.DOTALL)
    return found[1] if found else ""


def _unnumbered(body: str) -> str:
    return re.sub(r"(<h\d[^>]*>)((?:<a[^>]*></a>|\s)*)(?:Capítulo )?[\d.]+\.\s*", r"\1", body)


def _is_translated(path: Path, english: Path, lang: str) -> bool:
    if lang == "en":
        return True
    own, theirs = _paragraphs(path), _paragraphs(english)
    return not own or len(own & theirs) / len(own) <= _TRANSLATED


def _paragraphs(path: Path) -> set[str]:
    return (
        set(re.findall(r"<p>\s*(.*?)\s*</p>", path.read_text(encoding="utf-8"), re.DOTALL)) if path.exists() else set()
    )


CENTRES = (
    Centre("evolution-help", "evo", ("evolution-common",), _evolution),
    Centre(
        "libreoffice-writer",
        "low",
        [f"libreoffice-help-{code}" for code in ("en-us", "es", "fr", "zh-cn")],
        _libreoffice(("swriter/guide", "shared/guide"), (("en", "en-US"), ("es", "es"), ("fr", "fr"), ("zh", "zh-CN"))),
    ),
    Centre(
        "libreoffice-calc",
        "loc",
        ("libreoffice-help-zh-cn",),
        _libreoffice(("scalc/guide", "scalc/01", "shared/autopi"), (("zh", "zh-CN"),)),
    ),
    *(
        Centre(
            f"libreoffice-{lang}",
            "low",
            (f"libreoffice-help-{lang}",),
            _libreoffice(("swriter/guide", "shared/guide"), ((lang, lang),)),
            is_held_back=True,
            intents="libreoffice-writer",
        )
        for lang in ("de", "nl")
    ),
    Centre("gimp-help", "gimp", ("gimp-help-en", "gimp-help-fr"), _gimp),
    Centre("debian-handbook", "dhb", ("debian-handbook",), _handbook),
    Centre("gnucash-help", "gnc", ("gnucash-docs",), _gnucash),
    Centre("app-guides", "app", tuple(_APPS.values()), _apps, is_held_back=True),
    Centre("django-docs", "dj", ("python-django-doc",), _django, is_held_back=True),
)
