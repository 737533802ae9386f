"""Names of schools and organisations as people type them, compared."""

import re
import unicodedata

WORD = re.compile(r"\w+")


def school_key(name: str) -> str:
    """The same however a name is written: "St. Mary's" and "ST MARYS"; at most 200 letters."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("’", "'").replace("'", "")
    return " ".join(WORD.findall(text))[:200]
