"""A customer asks in the widget, against the real server."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from playwright.sync_api import Request, Route, expect

from tests.browser.conftest import Widget

PHONE = {"width": 390, "height": 844}
PASSWORD = "How do I reset my password?"

Visit = Callable[..., Any]


def test_the_answer_streams_in_and_its_citation_opens_the_quote(visit: Visit) -> None:
    """Ask, read the numbered answer, copy it, open the number, see exactly the quoted words marked in their article."""
    widget = visit(permissions=["clipboard-read", "clipboard-write"]).open()
    streams: list[str] = []

    def listen(route: Route) -> None:
        response = route.fetch()
        assert response.headers["content-type"].startswith("text/event-stream")
        streams.append(response.text())
        route.fulfill(response=response)

    widget.page.route("**/v1/ask", listen)
    answer = widget.ask(PASSWORD)
    events = re.findall(r"^event: (\w+)", streams[0], re.MULTILINE)
    assert events[0] == "start"
    assert events[-1] == "answer"
    assert "delta" in events
    expect(answer.locator("ol > li")).to_have_count(3)
    answer.get_by_role("button", name="Copy").click()
    expect(answer.get_by_role("button", name="Copied")).to_be_visible()
    copied = widget.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("To reset your password, use the security settings of your account.\n")
    assert "\n1. Open Settings and choose Security.\n2. " in copied
    answer.get_by_role("button", name="Source 2: Reset your password").click()
    source = widget.root.get_by_role("group", name="Source")
    expect(source.get_by_role("heading", name="Reset your password", level=2)).to_be_visible()
    expect(source.locator(".head .state")).to_have_text("Reset the password")
    expect(source.locator("mark").first).to_be_in_viewport()
    marked = " ".join(source.locator("mark").all_inner_texts())
    assert "Open Settings and choose Security." in marked
    assert "Afterwards" not in marked
    expect(source.locator(".article")).to_contain_text("Afterwards every other device is signed out.")
    expect(source.locator(".facts")).to_contain_text("As of")
    link = source.get_by_role("link", name="Open the article")
    assert (link.get_attribute("href") or "").startswith(
        widget.page.url.split("/demo")[0] + "/help/en/sign-in#:~:text="
    )
    widget.page.keyboard.press("Escape")
    expect(source).to_be_hidden()
    expect(answer.get_by_role("button", name="Source 2: Reset your password")).to_be_focused()


def test_every_citation_marks_its_quote(visit: Visit) -> None:
    """The characters in the marks are the quote the API gave, whatever blocks it spans."""
    widget = visit().open()
    widget.page.evaluate(
        "void window.Askwell.on('answer', ({ answer }) => (window.quotes = answer.citations.map(c => c.quote)))"
    )
    for question in (PASSWORD, "What does error EXP-1001 of the exporter mean?", "How do I run the hostile export?"):
        answer = widget.ask(question)
        quotes = widget.page.evaluate("window.quotes")
        assert quotes
        for number, quote in enumerate(quotes, 1):
            answer.locator(".cite", has_text=re.compile(f"^{number}$")).first.click()
            mark = widget.root.locator(".article mark")
            expect(mark.first).to_be_visible()
            assert bare("".join(mark.all_text_contents())) == bare(quote)
            widget.page.keyboard.press("Escape")


def test_a_reload_keeps_the_thread(visit: Visit) -> None:
    """What was said is there after reloading, each line once, and the conversation goes on."""
    widget = visit().open()
    widget.ask(PASSWORD)
    widget.page.reload()
    expect(widget.panel).to_be_visible()
    expect(widget.answers).to_have_count(1)
    expect(widget.root.locator(".line.visitor")).to_have_text([re.compile(PASSWORD.replace("?", r"\?"))])
    widget.ask("What does error EXP-1001 of the exporter mean?")
    expect(widget.answers).to_have_count(2)
    widget.root.get_by_role("button", name="New conversation").click()
    expect(widget.answers).to_have_count(0)


def test_a_new_page_of_the_same_site_has_the_thread_too(visit: Visit) -> None:
    """Walking on to another page does not lose the conversation."""
    widget = visit().open()
    widget.ask(PASSWORD)
    widget.page.goto(widget.page.url.split("/demo")[0] + "/help/en")
    expect(widget.answers).to_have_count(1)


def test_hostile_content_shows_as_text(visit: Visit) -> None:
    """Markup in documents is shown, never run, in the answer and in the source."""
    widget = visit().open()
    answer = widget.ask("How do I run the hostile export?")
    expect(answer.locator(".body")).to_contain_text("<script>window.hacked = 2</script>")
    answer.locator(".cite").first.click()
    expect(widget.root.locator(".article")).to_contain_text('<img src=x onerror="window.hacked = 1">')
    assert widget.page.evaluate("window.hacked") is None
    assert widget.root.locator("img, script, [onclick], a[href^='javascript']").count() == 0


def test_what_the_visitor_writes_shows_as_text(visit: Visit) -> None:
    """Pasted markup is shown as it was typed."""
    widget = visit().open()
    widget.ask("<img src=x onerror=window.hacked=5> How do I reset my password?")
    expect(widget.root.locator(".line.visitor")).to_contain_text("<img src=x onerror=window.hacked=5>")
    assert widget.page.evaluate("window.hacked") is None


def test_a_vote_is_kept_and_can_be_changed(visit: Visit) -> None:
    """Yes thanks; no asks what the problem was and brings a person; the site is told of both."""
    widget = visit().open()
    widget.page.evaluate(
        """() => {
            window.heard = [];
            for (const name of ['feedback', 'escalate'])
                window.Askwell.on(name, ({ helpful, reason, text, escalation }) =>
                    window.heard.push([name, helpful ?? reason, typeof (text ?? ''), escalation?.status ?? '']));
        }"""
    )
    answer = widget.ask(PASSWORD)
    answer.get_by_role("button", name="Yes").click()
    expect(answer.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="No", exact=True).click()
    expect(answer.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "false")
    expect(widget.root.get_by_text("Waiting for a person").first).to_be_visible()
    answer.get_by_role("button", name="Out of date").click()
    answer.get_by_role("button", name="Something is missing").click()
    expect(answer.get_by_role("button", name="Out of date")).to_have_attribute("aria-pressed", "false")
    answer.get_by_label("In your own words").fill("The step for tablets")
    with widget.page.expect_request("**/feedback") as sent:
        answer.get_by_role("button", name="Send").click()
    assert sent.value.post_data_json == {"helpful": False, "comment": "The step for tablets", "reason": "incomplete"}
    expect(answer).to_contain_text("This helps us to improve.")
    told = ["feedback", False, "string", ""]
    wanted = ["escalate", "negative_feedback", "string", "queued"]
    assert widget.page.evaluate("window.heard") == [["feedback", True, "string", ""], wanted, told, told]


def test_a_broken_line_is_mended_without_asking_twice(visit: Visit, people: Any) -> None:
    """When the stream breaks after the question was stored, the same request is sent again by itself."""
    widget = visit().open()
    tried: list[Request] = []

    def cut(route: Route) -> None:
        tried.append(route.request)
        response = route.fetch()
        begun = response.text().split("event: sources")[0]
        route.fulfill(response=response, body=begun if len(tried) == 1 else response.text())

    widget.page.route("**/v1/ask", cut)
    widget.ask(PASSWORD)
    expect(widget.root.locator(".line.visitor")).to_have_count(1)
    assert len(tried) == 2
    assert tried[0].post_data == tried[1].post_data
    assert tried[0].headers["idempotency-key"] == tried[1].headers["idempotency-key"]


def test_failures_of_the_server_are_said_plainly(visit: Visit, people: Any) -> None:
    """Too many messages and a failing server each get a sentence that says what to do."""
    widget = visit().open()
    problems = [(429, "rate_limited", {"Retry-After": "17"}), (503, "unavailable", {})]
    for status, code, headers in problems:
        answer = {"status": status, "headers": headers, "body": f'{{"code": "{code}"}}'}
        widget.page.route("**/v1/ask", partial(refuse, answer))
        widget.box.fill(PASSWORD)
        widget.box.press("Enter")
        people_see = "Try again in 17 seconds" if status == 429 else "Something went wrong on our side"
        expect(widget.root.locator(".failure").last).to_contain_text(people_see)
        widget.page.unroute("**/v1/ask")
        people.expect_error(str(status))


def test_a_conversation_that_is_gone_gives_way_to_a_new_one(visit: Visit, people: Any) -> None:
    """A kept id that the server does not know starts afresh instead of failing for ever."""
    widget = visit()
    key = f"askwell:{widget.page.url.split('/demo')[0]}/"
    widget.page.evaluate("key => localStorage.setItem(key, JSON.stringify({conversation: 'cnv_gone'}))", key)
    widget.page.reload()
    expect(widget.launcher).to_be_visible()
    people.expect_error("404")
    widget.open()
    widget.ask(PASSWORD)


def test_without_storage_the_widget_works_for_the_page(visit: Visit, people: Any, site: Any) -> None:
    """A browser that blocks storage still gets answers."""
    page = people.page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } });")
    page.goto(f"{site.address}/demo?lang=en")
    widget = Widget(page)
    widget.open()
    widget.ask(PASSWORD)


def test_too_long_and_empty_questions_are_not_sent(visit: Visit) -> None:
    """The limit is shown before sending; nothing is asked."""
    widget = visit().open()
    sent: list[str] = []
    widget.page.on("request", lambda request: sent.append(request.url) if "/v1/ask" in request.url else None)
    widget.box.press("Enter")
    widget.box.fill("x" * 2_007)
    expect(widget.root.locator(".over")).to_have_text("Too long by 7 characters")
    widget.box.press("Enter")
    expect(widget.root.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    assert sent == []


def test_nothing_comes_from_a_third_party_and_nothing_is_sent_before_a_question(visit: Visit) -> None:
    """Opening the widget loads its own files only; the visitor's session begins with the first question."""
    widget = visit()
    urls: list[str] = []
    widget.page.on("request", lambda request: urls.append(request.url))
    widget.page.reload()
    widget.open()
    origin = widget.page.url.split("/demo")[0]
    assert urls
    assert all(url.startswith(origin) for url in urls)
    assert not [url for url in urls if "/v1/" in url]
    widget.ask(PASSWORD)
    assert all(url.startswith(origin) for url in urls)


def test_a_source_in_another_language_says_so(visit: Visit) -> None:
    """Asked in English, answered from French: the quote is shown in French and marked as such."""
    widget = visit().open()
    answer = widget.ask("How do I download an invoice (facture)?")
    expect(answer).to_contain_text("I found this only in French")
    expect(answer.locator(".sources button").first).to_contain_text("French")
    answer.locator(".cite").first.click()
    expect(widget.root.locator(".source .facts")).to_contain_text("In French")
    expect(widget.root.locator(".article")).to_have_attribute("lang", "fr")


def test_the_words_follow_the_language_asked_for(visit: Visit) -> None:
    """Pages in other languages have their own words, also the launcher's name."""
    for lang, name, person in (
        ("es", "Abrir la ayuda", "Hablar con una persona"),
        ("fr", "Ouvrir l’aide", "Parler à une personne"),
        ("zh", "打开帮助", "联系人工客服"),
    ):
        widget = visit(f"/demo?lang={lang}", viewport=PHONE)
        widget.root.get_by_role("button", name=name).click()
        expect(widget.root.get_by_role("button", name=person)).to_be_visible()
        assert widget.root.get_attribute("lang") == lang


def refuse(answer: dict[str, Any], route: Route) -> None:
    """Answer in the server's place."""
    route.fulfill(**answer)


def bare(text: str) -> str:
    """Letters and digits only: marks of structure are drawn, not shown."""
    text = re.sub(r"^\s*(?:\d+[.)]|[-*+•])\s+", "", text, flags=re.MULTILINE)
    return "".join(re.findall(r"\w", text))


def test_a_choice_is_a_button_and_pressing_it_answers_the_question(visit: Visit) -> None:
    """The names of the articles are offered; the pressed one is sent, and the question is answered for it."""
    widget = visit().open()
    asked = widget.ask("How do I install the recorder?")
    buttons = asked.locator(".choices button")
    expect(buttons).to_have_count(2)
    before = widget.answers.count()
    asked.get_by_role("button", name="macOS").click()
    expect(widget.answers).to_have_count(before + 1)
    expect(widget.answers.last).to_contain_text("Recorder.dmg")
    expect(widget.answers.last.locator(".body")).not_to_contain_text("Recorder.exe")
    widget.answers.last.locator(".related").get_by_role("button", name="Install the recorder on Windows").click()
    expect(widget.root.get_by_role("group", name="Source").locator(".article")).to_contain_text("Recorder.exe")
