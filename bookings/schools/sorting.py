"""What schools are ordered and searched by, on every database."""

import unicodedata


def sort_key(name: str, town: str = "") -> str:
    """What schools are ordered by on every database: letters and figures only, then the town."""
    return f"{simple(name)}  {simple(town)}".strip()[:400]


def simple(text: str) -> str:
    """St. Mary's and St Marys are the same; so are Ecole and École."""
    letters = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")).casefold()
    kept = (c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
