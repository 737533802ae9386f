"""How what is searched is compared: the same letters on every database."""

import unicodedata


def folded(text: str) -> str:
    """Without accents and capitals, with one kind of apostrophe and single spaces."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())
