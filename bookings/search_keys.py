"""What lists of people are searched and sorted by: the same letters on every database."""

from events.folding import folded

KEY_LENGTH = 200


def name_key(full_name: str) -> str:
    """A full name with the surname first, which is taken to be its last word: "smith ann"."""
    *given, surname = folded(full_name).split() or [""]
    return " ".join([surname, *given])[:KEY_LENGTH]


def search_key(*texts: str) -> str:
    """All of these texts, to be searched at once for words that are folded too."""
    return "\n".join(folded(text) for text in texts if text)
