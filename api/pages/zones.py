"""Time zones to choose from: by part of the world, with how far each is from UTC now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from escalation.clocks.hours import time_zones
from escalation.clocks.zone_names import REGIONS, offset

ELSEWHERE = "Not by place"


@dataclass(frozen=True, slots=True)
class Zone:
    """One of them."""

    name: str
    """`America/Argentina/Salta`."""
    place: str
    """`Salta, Argentina`."""
    offset: str


def zones(now: datetime, chosen: str) -> dict[str, list[Zone]]:
    """Zones by region, UTC among those of no place; `chosen` is there too, even if it is none."""
    found: dict[str, list[Zone]] = {ELSEWHERE: [], **{region: [] for region in REGIONS}}
    for name in sorted(time_zones()):
        region = name.partition("/")[0]
        if region in REGIONS and "/" in name:
            found[region].append(Zone(name, _place(name), offset(now.astimezone(ZoneInfo(name)))))
    known = {one.name for region in found.values() for one in region}
    found[ELSEWHERE] = [Zone(name, name, "") for name in dict.fromkeys(("UTC", chosen)) if name and name not in known]
    return {region: sorted(there, key=lambda one: one.place) for region, there in found.items() if there}


def _place(name: str) -> str:
    return ", ".join(reversed(name.replace("_", " ").split("/")[1:]))
