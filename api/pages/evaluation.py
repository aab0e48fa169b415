"""The report of an evaluation as a page: in a file of its own, and on the content board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from api.pages.charts import reliability_chart, risk_coverage_chart
from api.pages.files import static_assets
from api.pages.rendering import templates

FORMAT = 2
"""Of a report's JSON; another number is another form."""

SUMMARY = (
    ("recall@1", "Right document first", "retrieval"),
    ("recall@5", "Among five", "retrieval"),
    ("answered", "Answered", "answers"),
    ("cites a relevant document", "Right when answered", "answers"),
    ("false answers", "Answered, nothing answers", "doubt"),
    ("false answers, article missing", "Answered, article missing", "doubt"),
    ("AUROC, article missing", "AUROC, article missing", "doubt"),
    ("coverage at .90", "Coverage at 90 %", "doubt"),
    ("ECE, article missing", "Calibration error", "doubt"),
)
"""Figures of the summary: printed name, heading, and where in a group they are."""

_OURS, _FUSION = "Askwell", "plain fusion"


def as_html(report: Mapping[str, Any]) -> str:
    """A report as one file that needs nothing from anywhere else; everything that comes from the data is escaped."""
    assets = static_assets()
    # In an own file nothing can be fetched; the text is ours and holds no `</style`.
    style = Markup("\n".join(assets[name].body.decode() for name in ("base.css", "evaluation.css")))  # noqa: S704
    return templates().get_template("evaluation_file.html").render(style=style, **parts_of(report))


def parts_of(report: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of a report needs."""
    given = {"charts": charts, "value": value, "figure": figure, "interval": interval, "names": names}
    return {"report": report, "summary": SUMMARY, **given}


def readable(report: object) -> bool:
    """Whether this version can show what a file holds."""
    return isinstance(report, dict) and report.get("format") == FORMAT


def charts(name: str, part: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The charts of one set, each with what is to be read beside it; none without a missing-article test."""
    found: list[dict[str, Any]] = []
    if part["reliability"]:
        found.append({"kind": "reliability", "svg": reliability_chart(f"{name}-reliability", part["reliability"])})
    if part["risk_coverage"]:
        told = "; ".join(
            f"{cover:.0%} answered with {risk:.0%} wrong at most" for risk, cover in part["coverage_at"] if cover
        )
        svg = risk_coverage_chart(f"{name}-risk", part["risk_coverage"], told or "No threshold keeps answers right.")
        found.append({"kind": "risk", "svg": svg})
    return found


def names(block: Mapping[str, Any], where: str) -> list[str]:
    """The figures that any group of a file has."""
    return [name for name in block["groups"][0][where] if any(group[where].get(name) for group in block["groups"])]


def figure(group: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any] | None:
    """One figure of a group of questions, if it was measured."""
    row = group["retrieval"].get(_OURS, {}) if where == "retrieval" else group[where]
    found: Mapping[str, Any] | None = row.get(name)
    return found


def value(estimate: Mapping[str, Any] | None) -> str:
    """A share with three decimals, a count with one, `–` where there is nothing to measure."""
    if estimate is None:
        return "–"
    number = float(estimate["value"])
    return f"{number:.1f}" if number > 1.5 else f"{number:.3f}"


def interval(estimate: Mapping[str, Any] | None) -> str:
    """The bounds of the 95 % interval in the same form; empty where they say nothing."""
    if estimate is None or estimate["low"] == estimate["high"]:
        return ""
    digits = 1 if float(estimate["value"]) > 1.5 else 2
    return f"{estimate['low']:.{digits}f} to {estimate['high']:.{digits}f}"
