"""The fonts of what is printed: where they are, and which characters they have."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

FOLDERS = (
    ("manimgx_fonts", ""),
    ("fontpkg_ibm_plex_sans_arabic", "files"),
    ("manimgx_fonts_cjk", ""),
)
OTHER_SCRIPTS = (
    *("Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi"),
    *("Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu"),
    *("Thai", "CJK SC", "CJK JP", "CJK KR", "CJK TC", "Symbols"),
)
LEFT_TO_RIGHT = ("Noto Sans",)
RIGHT_TO_LEFT = ("IBM Plex Sans Arabic", "Noto Sans Hebrew", "Noto Sans Arabic")
REST = (*(f"Noto Sans {script}" for script in OTHER_SCRIPTS), "Noto Emoji")
FAMILIES = {  # the first that has a character prints it; a space is printed like its neighbours
    "ltr": [*LEFT_TO_RIGHT, *RIGHT_TO_LEFT, *REST],
    "rtl": [*RIGHT_TO_LEFT, *LEFT_TO_RIGHT, *REST],
}


@cache
def loaded() -> typst.Fonts:
    """Ours alone: a server has other fonts than the one beside it, or none."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in _folders()],
    )


def has(character: str) -> bool:
    """Whether any of them can print it; the large ones are read only where no other can."""
    return any(ord(character) in _characters(file) for file in _font_files())


def _folders() -> list[Path]:
    return [Path(str(files(package))) / within for package, within in FOLDERS]


@cache
def _font_files() -> list[Path]:
    found = [file for folder in _folders() for file in folder.glob("*.tt[fc]")]
    upright = [file for file in found if "Italic" not in file.name]
    return sorted(upright, key=lambda file: (file.stat().st_size, file.name))


@cache
def _characters(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True, fontNumber=0) as font:
        return frozenset(font["cmap"].getBestCmap())
