"""What lists of people are searched and sorted by: the same letters on every database."""

import unicodedata

KEY_LENGTH = 200


def folded(text: str) -> str:
    """Without accents and capitals, with one kind of apostrophe and single spaces."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def name_key(full_name: str) -> str:
    """A full name with the surname first, which is taken to be its last word: "smith ann"."""
    *given, surname = folded(full_name).split() or [""]
    return " ".join([surname, *given])[:KEY_LENGTH]


def search_key(*texts: str) -> str:
    """All of these texts, to be searched at once for words that are folded too."""
    return "\n".join(folded(text) for text in texts if text)
