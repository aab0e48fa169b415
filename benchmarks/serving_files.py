"""How much a page loads for the widget."""

from __future__ import annotations

from benchmarks.table import Figure
from widget.assets import WidgetAssets


def widget_size() -> list[Figure]:
    """All that one page loads, its largest language included, as it goes over the wire with gzip."""
    assets = WidgetAssets()
    sizes = {name: len(asset.compressed) for name in assets.names() if (asset := assets.get(name))}
    languages = [size for name, size in sizes.items() if name.startswith("lang/")]
    loaded = sum(sizes.values()) - sum(languages) + max(languages, default=0)
    note = (
        f"loader {len(assets.loader.compressed) / 1000:.1f} kB; with all languages {sum(sizes.values()) / 1000:.1f} kB"
    )
    return [Figure("widget on one page, compressed", loaded / 1000, 30, "kB", note=note)]
