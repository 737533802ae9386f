"""The text of a list of schools as people have it: as downloaded, or as Excel saved it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from events import archives, refused_files
from events.archives import Archive
from events.office_files import COMPOUND_FILE, CONTENT_TYPES

LARGEST: Final = 300 * archives.MEGABYTE  # unpacked; the national list has about 60
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
UTF_16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
LETTER_IN_UTF_8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
SEPARATORS: Final = ",;\t"
FIRST_COLUMNS: Final = 10_000  # bytes
COLUMN_OF_SCHOOLS: Final = b"EstablishmentName"
MOST_NAMED: Final = 5
EMPTY: Final = "The file is empty. Download it again from Get Information About Schools"
SPREADSHEET: Final = (
    "The file is a spreadsheet. Open it, save it as CSV UTF-8 (comma delimited), then import that"
)
CANNOT_UNZIP: Final = {
    refused_files.Damaged: "The zip file is damaged. Download it again",
    refused_files.Locked: (
        "The zip file is locked with a password. Unpack it, then import the CSV file in it"
    ),
    refused_files.HoldsTooMuch: (
        "The zip file holds too much. Unpack it, then import the CSV file in it"
    ),
}


class FileRefused(Exception):
    """The file cannot be imported; the message names the line and what to look at there."""


@dataclass(frozen=True)
class ListText:
    """The lines of a list; `unclear` are the numbers of those that no encoding explains."""

    text: str
    encoding: str
    unclear: frozenset[int] = frozenset()

    @property
    def separator(self) -> str:
        columns = self.text.partition("\n")[0]
        return max(SEPARATORS, key=columns.count)


def read_text(content: bytes) -> ListText:
    """The text of a CSV file, also of one in a zip file, and what it was read as.

    Raises FileRefused.
    """
    if content.startswith(COMPOUND_FILE):
        raise FileRefused(SPREADSHEET)
    if content.startswith((archives.BEGINS, archives.BEGINS_END)):
        content = _unzipped(content)
    listed = _decoded(content)
    if not listed.text.strip("\0\ufeff\r\n\t ,;"):
        raise FileRefused(EMPTY)
    return listed


def _unzipped(content: bytes) -> bytes:
    """The one list of schools among what was downloaded together."""
    try:
        archive = Archive(content, most_looked_at=LARGEST)
        if CONTENT_TYPES in archive.names or "mimetype" in archive.names:
            raise FileRefused(SPREADSHEET)
        contents = {name: archive.read(name) for name in archive.names if name.endswith(".csv")}
    except tuple(CANNOT_UNZIP) as refusal:
        raise FileRefused(CANNOT_UNZIP[type(refusal)]) from refusal
    lists = {name: content for name, content in contents.items() if _lists_schools(content)}
    if len(lists) > 1:
        raise FileRefused(
            f"The zip file holds several lists of schools: {_named(sorted(lists))}. "
            "Unpack it, then import one of them"
        )
    if not lists:
        raise FileRefused(
            "The zip file holds no list of schools. "
            'Download "All establishment data" from Get Information About Schools'
        )
    return lists.popitem()[1]


def _lists_schools(content: bytes) -> bool:
    return COLUMN_OF_SCHOOLS in content[:FIRST_COLUMNS].replace(b"\0", b"")


def _decoded(content: bytes) -> ListText:
    encoding = UTF_16.get(content[:2]) or _unmarked_utf_16(content)
    if encoding:
        return _utf_16(content, encoding)
    try:
        return ListText(content.decode("utf-8-sig"), "UTF-8")
    except UnicodeDecodeError:
        return _line_by_line(content.removeprefix(BYTE_ORDER_MARK))


def _unmarked_utf_16(content: bytes) -> str | None:
    """By where the other half of the first letter is, which is one of ASCII."""
    if content[:1] == b"\0":
        return "utf-16-be"
    return "utf-16-le" if content[1:2] == b"\0" else None


def _utf_16(content: bytes, encoding: str) -> ListText:
    try:
        return ListText(content.decode(encoding).removeprefix("\ufeff"), "UTF-16")
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(encoding).count("\n") + 1
        raise FileRefused(f"Line {line}: the text is not UTF-16. Save the file again") from error


def _line_by_line(content: bytes) -> ListText:
    """One stray letter makes its own line Windows-1252, not every other."""
    lines, utf_8, windows, unclear = [], [], [], set()
    for number, line in enumerate(content.split(b"\n"), 1):
        try:
            lines.append(line.decode())
            if not line.isascii():
                utf_8.append(number)
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", "replace"))
            windows.append(number)
            if LETTER_IN_UTF_8.search(line) or "\ufffd" in lines[-1]:
                unclear.add(number)
    return ListText("\n".join(lines), _called(utf_8, windows), frozenset(unclear))


def _called(utf_8: Sequence[int], windows: Sequence[int]) -> str:
    """What most lines are in, and which ones are not."""
    if not utf_8:
        return "Windows-1252"
    if len(utf_8) < len(windows):
        return f"Windows-1252, but UTF-8 in {_lines(utf_8)}"
    return f"UTF-8, but Windows-1252 in {_lines(windows)}"


def _lines(numbers: Sequence[int]) -> str:
    return f"line{'s' if len(numbers) > 1 else ''} {_named(list(map(str, numbers)))}"


def _named(names: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
