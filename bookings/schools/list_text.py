"""The text of a list of schools as people have it: as downloaded, or as Excel saved it."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import IO, Final

from events import archives, refused_files
from events.archives import Archive
from events.office_files import COMPOUND_FILE, CONTENT_TYPES

LARGEST: Final = 300 * archives.MEGABYTE  # unpacked; the national list has about 60
PIECE: Final = 64 * 1024  # bytes
BLANK: Final = b"\0\xff\xfe\xef\xbb\xbf\r\n\t ,;"  # byte order marks among it
UTF_16: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
LETTER_IN_UTF_8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
STRAY = re.compile("[\udc80-\udcff]")  # a byte that is not UTF-8
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


class ListText:
    """The lines of a list, read once and one at a time; what they were read as is known then."""

    def __init__(self, file: IO[bytes]) -> None:
        """Raises FileRefused where there is nothing in the file."""
        if _is_blank(file):
            raise FileRefused(EMPTY)
        begins = _rewound(file, 3)
        self.unclear: set[int] = set()  # the numbers of lines that no encoding explains
        self._utf_16 = UTF_16.get(begins[:2]) or _unmarked_utf_16(begins)
        self._utf_8_lines: list[int] = []
        self._windows_lines: list[int] = []
        self._file = file

    @property
    def encoding(self) -> str:
        """What most lines are in, and which ones are not."""
        if self._utf_16:
            return "UTF-16"
        return _called(self._utf_8_lines, self._windows_lines)

    def __iter__(self) -> Iterator[str]:
        """With their ends. Raises FileRefused, naming the line."""
        number = 0
        errors = "strict" if self._utf_16 else "surrogateescape"
        text = io.TextIOWrapper(self._file, self._utf_16 or "utf-8", errors, newline="")
        try:
            for number, line in enumerate(text, 1):
                yield self._cleared(number, line.removeprefix("\ufeff") if number == 1 else line)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(error.encoding)
            number += before.count("\n") + 1
            raise FileRefused(
                f"Line {number}: the text is not UTF-16. Save the file again"
            ) from error
        finally:
            with suppress(ValueError):  # the file has been closed
                text.detach()  # or it would be

    def _cleared(self, number: int, line: str) -> str:
        """One stray letter makes its own line Windows-1252, not every other."""
        if line.isascii() or self._utf_16:
            return line
        stray = STRAY.search(line)
        if not stray:
            self._utf_8_lines.append(number)
            return line
        self._windows_lines.append(number)
        content = line.encode(errors="surrogateescape")
        text = content.decode("cp1252", "replace")
        if LETTER_IN_UTF_8.search(content) or "\ufffd" in text:
            self.unclear.add(number)
        return text


def read_list(file: IO[bytes]) -> ListText:
    """The lines of a CSV file, also of one in a zip file. Raises FileRefused."""
    begins = _rewound(file, len(COMPOUND_FILE))
    if begins.startswith(COMPOUND_FILE):
        raise FileRefused(SPREADSHEET)
    if begins.startswith((archives.BEGINS, archives.BEGINS_END)):
        file = _unzipped(file.read())
    return ListText(file)


def separator_of(line: str) -> str:
    """What stands between the columns, of which this line has the names."""
    return max(SEPARATORS, key=line.count)


def _unzipped(content: bytes) -> IO[bytes]:
    """The one list of schools among what was downloaded together."""
    try:
        archive = Archive(content, most_looked_at=LARGEST)
        if CONTENT_TYPES in archive.names or "mimetype" in archive.names:
            raise FileRefused(SPREADSHEET)
        files = {name: archive.open(name) for name in archive.names if name.endswith(".csv")}
        for file in files.values():
            archives.check_whole(file)
    except tuple(CANNOT_UNZIP) as refusal:
        raise FileRefused(CANNOT_UNZIP[type(refusal)]) from refusal
    lists = {name: file for name, file in files.items() if _lists_schools(file)}
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


def _lists_schools(file: IO[bytes]) -> bool:
    return COLUMN_OF_SCHOOLS in _rewound(file, FIRST_COLUMNS).replace(b"\0", b"")


def _is_blank(file: IO[bytes]) -> bool:
    is_blank = not any(piece.strip(BLANK) for piece in _pieces(file))
    file.seek(0)
    return is_blank


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    return iter(partial(file.read, PIECE), b"")


def _rewound(file: IO[bytes], size: int) -> bytes:
    """The first bytes; then the file is at its beginning."""
    file.seek(0)
    begins = file.read(size)
    file.seek(0)
    return begins


def _unmarked_utf_16(begins: bytes) -> str | None:
    """By where the other half of the first letter is, which is one of ASCII."""
    if begins[:1] == b"\0":
        return "utf-16-be"
    return "utf-16-le" if begins[1:2] == b"\0" else None


def _called(utf_8: Sequence[int], windows: Sequence[int]) -> str:
    if not windows:
        return "UTF-8"
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
