"""Files for browsers: the widget, the style sheets and scripts of the pages, the favicon."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Request
from starlette.responses import Response

from core.errors import NotFound
from widget.assets import Asset, WidgetAssets

router = APIRouter(include_in_schema=False)

FOREVER = "public, max-age=31536000, immutable"
BRIEFLY = "public, max-age=300"
CHECKED = "no-cache"
# Other sites load these files: they hold nothing private, and need no cookie.
FOR_ANY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@cache
def widget_assets() -> WidgetAssets:
    """The widget's files, read at the first request."""
    return WidgetAssets()


@cache
def widget_types() -> Asset:
    """The TypeScript declarations of what a page finds on `window`, read at the first request."""
    return Asset("text/plain; charset=utf-8", (files("widget") / "src" / "widget.d.ts").read_bytes())


@cache
def static_assets() -> dict[str, Asset]:
    """The files of `api/static` by name, read at the first request."""
    return {
        entry.name: Asset(MEDIA_TYPES[entry.name.rpartition(".")[2]], entry.read_bytes())
        for entry in (files("api") / "static").iterdir()
        if entry.name.rpartition(".")[2] in MEDIA_TYPES
    }


def static_url(name: str) -> str:
    """The address of a static file; it changes when the file does, so browsers may keep it."""
    return f"/static/{name}?v={static_assets()[name].etag.strip(chr(34))}"


@router.get("/widget.js")
def loader(request: Request) -> Response:
    """The script a site's tag names."""
    return _send(request, widget_assets().loader, BRIEFLY, FOR_ANY_SITE)


@router.get("/widget.d.ts")
def types(request: Request) -> Response:
    """What TypeScript has to know of the script, as text that a browser shows."""
    return _send(request, widget_types(), BRIEFLY, FOR_ANY_SITE)


@router.get("/widget/{version}/{name:path}")
def widget_file(request: Request, version: str, name: str) -> Response:
    """A module of the widget. An old version gets today's file, but may not keep it."""
    assets = widget_assets()
    asset = assets.get(name)
    if asset is None:
        raise NotFound(f"The widget has no file {name}.")
    return _send(request, asset, FOREVER if version == assets.version else CHECKED, FOR_ANY_SITE)


@router.get("/static/{name}")
def static_file(request: Request, name: str) -> Response:
    """A style sheet, script or picture of our own pages."""
    asset = static_assets().get(name)
    if asset is None:
        raise NotFound(f"There is no file {name}.")
    asked = request.query_params.get("v")
    return _send(request, asset, FOREVER if asked and asked in asset.etag else CHECKED, {})


@router.get("/favicon.ico")
@router.get("/favicon.svg")
def favicon(request: Request) -> Response:
    """The icon in the browser's tab."""
    return _send(request, static_assets()["favicon.svg"], BRIEFLY, {})


def _send(request: Request, asset: Asset, caching: str, extra: dict[str, str]) -> Response:
    headers = {"Cache-Control": caching, "ETag": asset.etag, "Vary": "Accept-Encoding", **extra}
    if request.headers.get("if-none-match") == asset.etag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.compressed, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.body, media_type=asset.media_type, headers=headers)
