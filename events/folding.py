"""How what is searched is compared: the same letters on every database."""

import unicodedata

PLAIN = str.maketrans(  # letters of their own, of which normalising takes nothing away
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)


def folded(text: str) -> str:
    """Without accents and capitals, with one kind of apostrophe and single spaces."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.translate(PLAIN).split())
