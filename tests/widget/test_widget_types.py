"""The declarations served beside the script say what the script does, and TypeScript reads them where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = files("widget") / "src"
DECLARED = (SOURCE / "widget.d.ts").read_text(encoding="utf-8")
EXAMPLE = """
const silence: () => void = window.Askwell!.on('answer', ({ text, answer }) => {
  const quotes: string[] = (answer?.citations ?? []).map((citation) => citation.quote);
  console.log(text.length, answer?.confidence.toFixed(2), quotes);
});
window.Askwell?.on('escalate', ({ escalation, reason }) => console.log(escalation.id, reason.length));
window.Askwell?.on('feedback', ({ helpful }) => console.log(helpful === true));
window.Askwell?.on('ready', () => silence());
const asked: Promise<void> | undefined = Askwell?.ask('How do I reset my password?').then(() => Askwell?.close());
const rules: Askwell.PageRules = { '/pricing*': { greeting: 'Questions?', examples: ['What does it cost?'] } };
const words: Askwell.Words = { en: { send: 'Go' }, fr: { send: 'Aller' } };
const tag: Askwell.Attributes = {
  'data-theme': 'dark',
  'data-page': JSON.stringify(rules),
  'data-words': JSON.stringify(words),
};
const element: AskwellWidgetElement | null = document.querySelector('askwell-widget');
console.log(asked, tag, element?.isOpen);
"""
MISTAKES = """
window.Askwell?.on('answered', () => {});
window.Askwell?.ask(42);
window.Askwell?.on('feedback', ({ helpful }) => helpful.trim());
window.Askwell.open();
const tag: Askwell.Attributes = { 'data-theme': 'pink' };
"""


def source(name: str) -> str:
    return (SOURCE / name).read_text(encoding="utf-8")


def declared(interface: str) -> set[str]:
    """The names of an interface's members."""
    found = re.search(rf"^  interface {interface} {{\n(.*?)^  }}", DECLARED, re.DOTALL | re.MULTILINE)
    assert found, interface
    return set(re.findall(r"^    '?([\w-]+)'?\??[<(:]", found[1], re.MULTILINE))


def test_every_method_of_the_script_is_declared() -> None:
    made = re.search(r"window\.Askwell = \{\n(.*?)^  \};", source("loader.js"), re.DOTALL | re.MULTILINE)
    assert made
    assert declared("Api") == set(re.findall(r"^    (\w+)[:(]", made[1], re.MULTILINE))


def test_every_event_of_the_script_is_declared() -> None:
    """Those that the loader and the element tell, and those that the element hands on from the conversation."""
    told = set(re.findall(r"\btell\('(\w+)'", source("loader.js") + source("element.js")))
    listed = re.search(r"for \(const type of \[([^\]]+)\]\)", source("element.js"))
    assert listed
    assert declared("EventMap") == told | set(re.findall(r"'(\w+)'", listed[1]))


def test_every_attribute_of_the_tag_is_declared() -> None:
    """The options that the element knows, and those that the loader reads itself."""
    typed = re.search(r"@typedef \{\{ base: string, (.*?) \}\} Options", source("element.js"), re.DOTALL)
    assert typed
    options = set(re.findall(r"(\w+)\?:", typed[1])) | {"open"}
    names = {"data-" + re.sub(r"[A-Z]", lambda letter: f"-{letter[0].lower()}", option) for option in options}
    assert declared("Attributes") == names


def compiled(folder: Path, text: str) -> str:
    """What TypeScript says to a site's own file that stands beside the declarations; skips where it is not there."""
    tsc = next(ROOT.glob(".venv/typescript-*/node_modules/.bin/tsc"), None)
    if tsc is None or shutil.which("node") is None:
        pytest.skip("TypeScript is not installed; `make check` installs it where Node.js is there")
    (folder / "askwell.d.ts").write_text(DECLARED, encoding="utf-8")
    (folder / "site.ts").write_text(text, encoding="utf-8")
    command = [str(tsc), "--strict", "--noEmit", "--target", "es2022", "--types", "", "askwell.d.ts", "site.ts"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


def test_a_sites_own_code_compiles_against_the_declarations(tmp_path: Path) -> None:
    assert compiled(tmp_path, EXAMPLE) == ""


def test_the_declarations_find_mistakes(tmp_path: Path) -> None:
    """An unknown event, a number for a text, a wrong detail, a widget that may be gone, a theme that there is not."""
    found = re.findall(r"site\.ts\((\d+),", compiled(tmp_path, MISTAKES))
    assert sorted(set(found)) == ["2", "3", "4", "5", "6"]
