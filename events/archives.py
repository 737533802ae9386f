"""Looking into a zip file that may be anything: at what is asked for, and no further."""

import io
import struct
import zipfile
import zlib
from typing import IO, Final

from events.refused_files import Damaged, HoldsTooMuch, Locked

BEGINS: Final = b"PK\x03\x04"
BEGINS_ENTRY: Final = b"PK\x01\x02"  # in the list of entries, which stands at the end
BEGINS_END: Final = b"PK\x05\x06"
LONGEST_END: Final = 22 + 0xFFFF  # with its comment
MEGABYTE: Final = 1024 * 1024
PIECE: Final = 64 * 1024
MOST_ENTRIES, MOST_UNPACKED, MOST_LOOKED_AT = 5_000, 400 * MEGABYTE, 64 * MEGABYTE
WAYS_OF_PACKING: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that documents use
HAS_PASSWORD: Final = 0x1
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    ValueError,  # names that are no text, places before the beginning
    OverflowError,  # places behind all memory
)


class Archive:
    """The entries of a zip file, by name in small letters. Raises Damaged, HoldsTooMuch."""

    def __init__(self, content: bytes, *, most_looked_at: int = MOST_LOOKED_AT) -> None:
        if content.count(BEGINS_ENTRY) > MOST_ENTRIES:
            raise HoldsTooMuch
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except UNREADABLE:
            raise Damaged from None
        self._entries = {entry.filename.lower(): entry for entry in self._zip.infolist()}
        if len(self._entries) < len(self._zip.infolist()):
            raise Damaged  # two entries of one name: which of them is opened, nobody knows
        self._most_looked_at = most_looked_at
        if sum(entry.file_size for entry in self._entries.values()) > MOST_UNPACKED:
            raise HoldsTooMuch

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def read(self, name: str, *, at_most: int) -> bytes:
        """The whole of an entry, whose checksum is right.

        Raises Damaged, also if there is none, Locked and HoldsTooMuch.
        """
        entry = self._entry(name)
        if entry.file_size > at_most:
            raise HoldsTooMuch
        try:
            return self._zip.read(entry)
        except UNREADABLE:
            raise Damaged from None

    def check(self, name: str) -> None:
        """Return if an entry is whole, without ever holding it. Raises as `read` does."""
        with self.open(name) as part:
            check_whole(part)

    def open(self, name: str) -> IO[bytes]:
        """An entry to read piece by piece, once it is checked. Raises as `read` does."""
        entry = self._entry(name)
        try:
            return self._zip.open(entry)
        except UNREADABLE:
            raise Damaged from None

    def _entry(self, name: str) -> zipfile.ZipInfo:
        """One that may be unpacked; all that are asked for count together."""
        entry = self._entries.get(name)
        if entry is None:
            raise Damaged
        if entry.flag_bits & HAS_PASSWORD:
            raise Locked
        if entry.compress_type not in WAYS_OF_PACKING:
            raise Damaged
        self._most_looked_at -= entry.file_size
        if self._most_looked_at < 0:
            raise HoldsTooMuch
        return entry


def check_whole(part: IO[bytes]) -> None:
    """Return if an open entry is as long as it says, with its checksum. Raises Damaged."""
    try:
        while part.read(PIECE):
            pass
    except UNREADABLE:
        raise Damaged from None


def ends_as_archive(content: bytes) -> bool:
    """Whether an unzip program takes it for a zip file, whatever it begins with."""
    return BEGINS_END in content[-LONGEST_END:]
