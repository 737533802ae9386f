"""Sizes of files in words."""

KILOBYTE = 1024


def format_size(size: int) -> str:
    """184.7 KB, 1.4 MB, 900 bytes."""
    if size < KILOBYTE:
        return f"{size} bytes"
    kilobytes = size / KILOBYTE
    if round(kilobytes, 1) < KILOBYTE:
        return f"{kilobytes:.1f} KB"
    return f"{kilobytes / KILOBYTE:.1f} MB"


def describe_file(extension: str, size: int) -> str:
    """PDF, 184.7 KB: what stands in brackets inside the link to a file."""
    return f"{extension.upper()}, {format_size(size)}"
