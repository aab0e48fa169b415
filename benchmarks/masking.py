"""How well personal data is masked: `python -m benchmarks.masking [--rules FILE] [--phonenumbers]`; needs Faker.

A planted value counts as found when no more than a third of its telling characters is left, and an address or a
telephone number only when every digit is gone. A lookalike counts as a false alarm when anything in it is masked. The
seed of the printed sample is not the one that the rules were written by.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.masking_sample import Sample, samples
from insights.masking import mask

_LABEL = re.compile(r"\[[a-z]+\]")
_REGIONS = {"en": ("US", "GB"), "es": ("ES", "MX", "CO"), "fr": ("FR", "CH", "CA"), "zh": ("CN",)}


def main() -> None:
    """Measure and print."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--rules", type=Path, help="another masking.py, to compare with")
    wanted.add_argument("--phonenumbers", action="store_true", help="with the library beside the rules")
    wanted.add_argument("--count", type=int, default=500)
    wanted.add_argument("--seed", type=int, default=2026)
    wanted.add_argument("--misses", type=int, default=0)
    wanted.add_argument("--questions", type=Path, nargs="*", default=[], help="queries.jsonl without personal data")
    chosen = wanted.parse_args()
    masked = _loaded(chosen.rules) if chosen.rules else mask
    shown = with_phonenumbers(masked) if chosen.phonenumbers else lambda text, lang: masked(text)
    _measure(list(samples(chosen.count, chosen.seed)), shown, chosen.misses)
    for path in chosen.questions:
        _false_alarms(path, shown, chosen.misses)


def _measure(found: list[Sample], masked: Callable[[str, str], str], misses: int) -> None:
    total, good, told = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[str]()
    began = time.process_time()
    results = [(one, masked(one.text, one.lang)) for one in found]
    seconds = time.process_time() - began
    for one, result in results:
        right = _is_gone(one, result) if one.planted is not None else result == one.text
        total[one.kind, one.lang] += 1
        good[one.kind, one.lang] += right
        if not right and told[one.kind + one.lang] < misses:
            told[one.kind + one.lang] += 1
            _say(f"  {one.kind} {one.lang}: {one.text!r} -> {result!r}")
    planted = {one.kind for one in found if one.planted is not None}
    for kind in dict.fromkeys(one.kind for one in found):
        parts = "  ".join(f"{lang} {good[kind, lang] / total[kind, lang]:.3f}" for lang in _REGIONS)
        whole = sum(good[kind, lang] for lang in _REGIONS) / sum(total[kind, lang] for lang in _REGIONS)
        _say(f"{'recall' if kind in planted else 'left alone':10} {kind:8} {whole:.3f}   {parts}")
    hits = sum(good[key] for key in good if key[0] in planted)
    alarms = sum(total[key] - good[key] for key in total if key[0] not in planted)
    _say(
        f"precision {hits / (hits + alarms):.4f}, false alarms {alarms}, {seconds / len(found) * 1e6:.0f} us a sentence"
    )


def _false_alarms(path: Path, masked: Callable[[str, str], str], misses: int) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    changed = [(row["text"], now) for row in rows if (now := masked(row["text"], row["lang"])) != row["text"]]
    _say(f"{path.parent.name}: {len(changed)} of {len(rows)} questions changed")
    for before, after in changed[: misses * 4]:
        _say(f"  {before!r} -> {after!r}")


def _is_gone(one: Sample, result: str) -> bool:
    """Whether what tells is masked: every digit of a number or an address, and most of its words."""
    rest = _LABEL.sub(" ", result)
    frame = one.text.replace(one.planted or "", " ")
    words = [word for word in re.findall(r"\w+", one.planted or "") if word not in re.findall(r"\w+", frame)]
    left = [word for word in words if word in rest]
    exact = one.kind in {"address", "phone", "card", "iban"} and any(word.isdigit() for word in left)
    return not exact and sum(map(len, left)) <= sum(map(len, words)) / 3


def with_phonenumbers(masked: Callable[[str], str]) -> Callable[[str, str], str]:
    """The rules, and before them every number that the library finds valid in a country of the language."""
    import phonenumbers

    def both(text: str, lang: str) -> str:
        for region in _REGIONS[lang]:
            for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, region))):
                text = text[: match.start] + "[phone]" + text[match.end :]
        return masked(text)

    return both


def _loaded(path: Path) -> Callable[[str], str]:
    spec = importlib.util.spec_from_file_location("other_rules", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no module.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[str], str] = module.mask
    return found


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - the output of a command


if __name__ == "__main__":
    main()
