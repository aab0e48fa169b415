"""How soon an answer begins on the visitor's screen, in a real Chromium with the widget on a page of the same machine.

From the press of Enter to the frame in which the answer's first words are drawn, 1,000 passages, extractive answers.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np

from benchmarks.corpus import fill
from benchmarks.server import serving
from benchmarks.table import Figure
from benchmarks.texts import Writer
from retrieval.embedder import Embedder

PASSAGES, WARM_UP, QUESTIONS, BUDGET_MS = 1_000, 10, 60, 150
_MEASURE = """(question) => new Promise((resolve, reject) => {
  const root = document.querySelector('askwell-widget').shadowRoot;
  const box = root.querySelector('.composer textarea');
  const before = root.querySelectorAll('.line.assistant:not(.welcome)').length;
  const log = root.querySelector('.log');
  setTimeout(() => reject(new Error('no answer')), 20_000);
  new MutationObserver((_, observer) => {
    const line = [...root.querySelectorAll('.line.assistant:not(.welcome)')][before];
    if (!line || line.querySelector('.thinking') || !line.querySelector('.body')?.textContent.trim()) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  }).observe(log, { childList: true, subtree: true, characterData: true });
  box.value = question;
  box.dispatchEvent(new Event('input'));
  const began = performance.now();
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true, cancelable: true }));
})"""
_IDLE = "() => !document.querySelector('askwell-widget').shadowRoot.querySelector('.log[aria-busy=\"true\"]')"


def first_token(folder: Path, embedder: Embedder) -> list[Figure]:
    """Milliseconds from Enter to the first words, at p95; nothing where Playwright or a browser is not installed."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return []
    data = folder / "widget"
    fill(data / "askwell.db", PASSAGES, embedder)
    with serving(data) as server, sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        except Error:
            return []
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/demo?lang=en")
        page.evaluate("() => window.Askwell.open()")
        writer = Writer(seed=11)
        took = []
        for _ in range(WARM_UP + QUESTIONS):
            took.append(float(page.evaluate(_MEASURE, writer.question())))
            page.wait_for_function(_IDLE)
        browser.close()
    p50, p95 = np.percentile(took[WARM_UP:], [50, 95])
    note = f"p50 {p50:.0f} ms; {QUESTIONS} questions in Chromium"
    return [
        Figure("first words in the widget after Enter, 1,000 passages, p95", float(p95), BUDGET_MS, "ms", note=note)
    ]


def find_browser() -> str | None:
    """As the tests find it: named, on the PATH, or (None) Playwright's own."""
    known = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
    names = (os.environ.get("ASKWELL_CHROMIUM", ""), *known)
    return next((path for name in names if name and (path := shutil.which(name))), None)
