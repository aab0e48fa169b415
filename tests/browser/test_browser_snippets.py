"""What the article "Put the widget on your site" tells people to paste works when it is pasted, in every language."""

from __future__ import annotations

import html
import json
import re
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.origins import OriginRule
from core.settings import Settings
from tests.browser.conftest import Widget

HOST = "https://askwell.example.com"
FENCE = re.compile(r"^[ ]*```(\w*)\n(.*?)^[ ]*```$", re.DOTALL | re.MULTILINE)


def snippets(lang: str) -> dict[str, list[str]]:
    """The article's blocks of code by kind; settings have none."""
    article = files("api") / "help" / lang / "put-the-widget-on-your-site.md"
    found: dict[str, list[str]] = {}
    for kind, code in FENCE.findall(article.read_text(encoding="utf-8")):
        found.setdefault(kind, []).append(code.strip())
    return found


@pytest.mark.parametrize("lang", ["en", "es", "fr", "zh"])
def test_the_setting_allows_the_sites_it_names(lang: str) -> None:
    name, _, value = snippets(lang)[""][0].partition("=")
    assert name == "ASKWELL_ALLOWED_ORIGINS"
    rule = OriginRule(Settings(_env_file=None, allowed_origins=value).allowed_origins)  # type: ignore[arg-type]
    assert rule.allows("https://www.example.com", "askwell.example.com")
    assert rule.allows("https://shop.example.org", "askwell.example.com")
    assert not rule.allows("https://www.example.net", "askwell.example.com")


@pytest.mark.parametrize("lang", ["es", "fr", "zh"])
def test_every_language_pastes_the_same(lang: str) -> None:
    """Tags, attributes, keys of JSON, policy and calls are those of the English article; only words differ."""
    assert {kind: [shape(code) for code in found] for kind, found in snippets(lang).items()} == {
        kind: [shape(code) for code in found] for kind, found in snippets("en").items()
    }
    assert snippets(lang)["http"] == snippets("en")["http"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_article_says_to_paste_works(people: Any, shop: Any, site: Any, lang: str) -> None:
    """The tag and the buttons under the article's own policy; then the code, the rules by page, and the words."""
    found = snippets(lang)
    tag, buttons, by_page, by_words = (code.replace(HOST, shop.askwell) for code in found["html"])
    name, _, policy = found["http"][0].replace(HOST, shop.askwell).partition(": ")
    page: Page = people.page()
    shop.pages["/site.js"] = ({"Content-Type": "text/javascript"}, found["js"][0])
    shop.pages["/pasted"] = ({name: policy}, document(lang, f"{buttons}{tag}<script src=/site.js></script>"))
    shop.pages["/pricing/plans"] = ({}, document(lang, by_page))
    shop.pages["/worded"] = ({}, document(lang, by_words))

    widget = Widget(page)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{shop.address}/pasted")
    expect(widget.launcher).to_be_visible()
    page.locator("[data-askwell-open]").click()
    expect(widget.root.get_by_role("heading", name=attribute(tag, "title"), exact=True)).to_be_visible()
    assert page.url.endswith("/pasted")
    page.locator("[data-askwell-ask]").click()
    expect(widget.answers).to_have_count(1)
    assert said

    rule = json.loads(attribute(by_page, "page"))["/pricing*"]
    fresh = people.page()
    fresh.goto(f"{shop.address}/pricing/plans")
    new = Widget(fresh)
    new.launcher.click()
    expect(new.root.locator(".welcome")).to_contain_text(rule["greeting"])
    expect(new.root.get_by_role("button", name=rule["examples"][0])).to_be_visible()

    fresh.goto(f"{shop.address}/worded")
    words = json.loads(attribute(by_words, "words"))[lang]
    expect(new.launcher).to_contain_text(words["launcher"])
    fresh.evaluate("window.Askwell.open()")
    expect(new.root.get_by_placeholder(words["placeholder"])).to_be_visible()


def shape(code: str) -> str:
    """The code without its sentences, comments and languages."""
    bare = re.sub(r"//.*|<!--.*?-->", "", code.replace(HOST, ""))
    bare = re.sub(r"\"[^\"{]*\"(\s*:)?", lambda found: found[0] if found[1] else "_", bare)
    bare = re.sub(r"'[^'{]*'|>[^<]*<", "_", bare)
    return re.sub(r"\"(?:en|es|fr|zh)\"|\s+", "", bare)


def document(lang: str, body: str) -> str:
    """A page of the shop with what was pasted."""
    return f"<!doctype html><html lang={lang}><meta charset=utf-8><title>Shop</title><h1>Shop</h1>{body}"


def attribute(tag: str, name: str) -> str:
    """The value of a `data-` attribute in a tag."""
    found = re.search(rf"data-{name}=(['\"])(.*?)\1", tag, re.DOTALL)
    assert found, name
    return html.unescape(found[2])
