"""Modules joined into files mean the same, or are refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from widget.bundle import join

SOURCES = {
    "element.js": "import { one, Two } from './a.js';\nexport async function create() {\n  import('./panel.js');\n}\n",
    "a.js": "import { base } from './b.js';\nconst own = 1;\nexport const one = own + base;\nexport class Two {\n}\n",
    "b.js": "const two = 2;\nexport const base = two;\n",
    "panel.js": "import { base } from './b.js';\nimport { aside } from './c.js';\nexport class Panel {\n}\n",
    "c.js": "import { Two } from './a.js';\nexport function* aside() {\n}\n",
    "alone.js": "export const nobody = 0;\n",
}


def test_each_module_stands_once_after_what_it_needs() -> None:
    """What the first file has, the later one takes from there; what nobody reaches is left out."""
    served = join(SOURCES)
    assert list(served) == ["element.js", "panel.js"]
    first, later = served["element.js"], served["panel.js"]
    assert first.index("const base") < first.index("const one") < first.index("async function create")
    assert first.endswith("export {Two,base,create};\n")
    assert later.startswith("import {Two,base} from './element.js';\n")
    assert later.endswith("export {Panel};\n")
    assert "nobody" not in first + later


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"a.js": "import all from './b.js';\n"}, "cannot be joined"),
        ({"a.js": "export default 1;\n"}, "cannot be joined"),
        ({"b.js": "import { one } from './a.js';\nexport const base = 1;\n"}, "a.js -> b.js -> a.js"),
        ({"b.js": "const own = 1;\nexport const base = 1;\n"}, "declared twice: own"),
        (
            {
                "b.js": "export const base = () => import('./alone.js');\n",
                "alone.js": "import { aside } from './c.js';\n",
            },
            "c.js",
        ),
    ],
)
def test_what_cannot_be_joined_is_refused(changes: Mapping[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        join({**SOURCES, **changes})
