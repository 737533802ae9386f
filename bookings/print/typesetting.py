"""Makes PDF of templates and values, with Typst: tagged, in reading order, fonts embedded.

What people typed is only ever a value: it cannot become markup.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import typst

from bookings.print import fonts

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS = ["ua-1"]
KEPT_FOR = 10  # compilations, after which Typst forgets what it has not used again


def typeset(template: str, values: Mapping[str, Any], at: datetime) -> bytes:
    """The PDF of one of the templates.

    PDF/UA refuses a letter whose marks are in another font; without it, that prints as a box.
    """
    try:
        return _compiled(template, values, at, STANDARDS)
    except typst.TypstError:
        return _compiled(template, values, at, [])
    finally:
        _forget()


def measured(template: str, values: Mapping[str, Any]) -> Any:
    """What a template says that it has measured, under its own name."""
    try:
        label = f"<{template.removesuffix('.typ')}>"
        return json.loads(_compiler(template, values).query(label, field="value", one=True))
    finally:
        _forget()


def _compiler(template: str, values: Mapping[str, Any]) -> typst.Compiler:
    """Good for one use."""
    source = b"".join((TEMPLATES / name).read_bytes() for name in ("shared.typ", template))
    return typst.Compiler(
        source,
        font_paths=fonts.loaded(),
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps({**values, "fonts": fonts.FAMILIES})},
    )


def _compiled(
    template: str, values: Mapping[str, Any], at: datetime, standards: list[Any]
) -> bytes:
    made_at = int(at.timestamp())
    compiler = _compiler(template, values)
    return cast(bytes, compiler.compile(format="pdf", pdf_standards=standards, timestamp=made_at))


def _forget() -> None:
    """Else the memory of ten long lists is kept, which a server never gives back."""
    nothing = typst.Compiler(font_paths=fonts.loaded(), ignore_system_fonts=True)
    for _ in range(KEPT_FOR):
        nothing.compile(b"", format="pdf")
