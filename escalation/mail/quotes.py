"""Cuts what a customer did not write out of an e-mail: the quoted history and the signature.

Rules over single lines, so that hostile mail costs no more time than ordinary mail. Where nothing would be left, all of
it is kept: a word too many does less harm than a lost answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from escalation.mail.cues import ATTRIBUTION, ATTRIBUTION_START, DEVICE, DIVIDER, HEADER, HEADER_FIRST

MAX_LINES = 5_000
LONGEST_LINE = 500
"""Longer lines are prose, never a mark."""
_JOINED = 4
"""Lines that a broken attribution may take up."""
_HEADERS = 2
"""Lines of headers that must follow the first before they count."""
_ENDING = 4
"""Lines at the end among which a device's own line is looked for."""
_NETEASE = "签名由"


def without_quotes(text: str) -> str:
    """What was newly written in `text`; the whole of it when that would be nothing."""
    lines = text.split("\n")[:MAX_LINES]
    kept = _without_signature(_without_history(lines))
    return "\n".join(kept).strip() or text.strip()


def _without_history(lines: Sequence[str]) -> list[str]:
    kept, at = list[str](), 0
    while at < len(lines):
        line = lines[at]
        taken = _attribution(lines, at)
        if taken and not _is_quoted(_next_filled(lines, at + taken)):
            break  # the history follows without marks, to the end
        if taken:
            at += taken
        elif _begins_history(lines, at):
            break
        else:
            if not _is_quoted(line):
                kept.append(line)
            at += 1
    return kept


def _attribution(lines: Sequence[str], at: int) -> int:
    """How many lines from `at` on are the line above a quote; 0: none."""
    line = lines[at].strip()
    if not line or len(line) > LONGEST_LINE:
        return 0
    if ATTRIBUTION.search(line):
        return 1
    if not ATTRIBUTION_START.search(line):
        return 0
    for count in range(2, _JOINED + 1):
        joined = " ".join(part.strip() for part in lines[at : at + count])
        if len(joined) <= LONGEST_LINE and ATTRIBUTION.search(joined):
            return count
    return 0


def _begins_history(lines: Sequence[str], at: int) -> bool:
    line = lines[at].strip()
    if len(line) > LONGEST_LINE:
        return False
    if DIVIDER.search(line):
        return True
    start = at + 1 if line and set(line) <= {"_", "-", "=", "*", "—"} and len(line) >= 5 else at
    found = next((n for n in range(start, min(start + 2, len(lines))) if lines[n].strip()), None)
    if found is None or not HEADER_FIRST.search(lines[found].strip()[:LONGEST_LINE]):
        return False
    following = [entry.strip()[:LONGEST_LINE] for entry in lines[found + 1 : found + 6]]
    return sum(bool(HEADER.search(entry)) for entry in following) >= _HEADERS


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "＞"))


def _next_filled(lines: Sequence[str], start: int) -> str:
    return next((line for line in lines[start : start + 4] if line.strip()), "")


def _without_signature(lines: list[str]) -> list[str]:
    marks = (n for n, line in enumerate(lines) if line.rstrip("\r") in {"-- ", "--", "—"} or _is_netease(line))
    cut = next(marks, None)
    if cut is not None:
        lines = lines[: _table_start(lines, cut) if _is_netease(lines[cut]) else cut]
    while True:
        filled = [n for n, line in enumerate(lines) if line.strip()][-_ENDING:]
        device = next((n for n in filled if DEVICE.search(lines[n].strip()[:LONGEST_LINE])), None)
        if device is None:
            return lines
        lines = lines[:device] + lines[device + 1 :]


def _is_netease(line: str) -> bool:
    return line.strip(" |").startswith(_NETEASE)


def _table_start(lines: Sequence[str], end: int) -> int:
    """NetEase's program draws signatures as a table of bars: its first line."""
    bars = [n for n, line in enumerate(lines[:end]) if line.strip() and set(line.strip()) <= {"|", " ", "-"}]
    return bars[0] if bars else end
