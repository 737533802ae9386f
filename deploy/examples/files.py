"""The files of the example events: real small ones, and stand-ins of a given size."""

from pathlib import Path

DOCUMENTS = Path(__file__).parent / "documents"
KILOBYTE = 1024
COMMENT = b"%" + b" " * 78 + b"\n"


def document(file_name: str) -> bytes:
    return (DOCUMENTS / file_name).read_bytes()


def stand_in(kilobytes: float) -> bytes:
    """A PDF of so many kilobytes which says that it stands in for another.

    What fills it up are comments behind its end; the end is then repeated, because readers look
    for it in the last bytes of a file.
    """
    content = document("stand-in.pdf").rstrip() + b"\n"
    end = content[content.rindex(b"startxref") :]
    missing = round(kilobytes * KILOBYTE) - len(content) - len(end)
    lines, rest = divmod(missing, len(COMMENT))
    last_line = b"%".ljust(rest - 1) + b"\n" if rest > 1 else b"\n" * rest
    return content + COMMENT * lines + last_line + end
