"""What typed text may hold: no characters that hide, reorder or break lines elsewhere."""

import re
import unicodedata

from django.core.exceptions import ValidationError

REORDERING = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
ADDRESS = re.compile(
    r"://|\bwww\.|@|\w\.(?:com|net|org|info|biz|io|co|uk|eu|de|fr|ru|cn|xyz|top|site|online|shop|app"
    r"|dev|link|click|me)\b(?!')|\w\.\w{2,}/",
    re.IGNORECASE,
)
LINE_ENDS = {"\n", "\r", "\t"}


def one_line(value: str) -> None:
    """Refuse control characters, line ends included. Raises ValidationError."""
    if any(_is_hidden(character) for character in value):
        raise ValidationError("Remove the hidden characters and line breaks", code="hidden")


def many_lines(value: str) -> None:
    """Refuse control characters other than line ends. Raises ValidationError."""
    if any(_is_hidden(character) for character in value if character not in LINE_ENDS):
        raise ValidationError("Remove the hidden characters", code="hidden")


class WithoutAddress:
    """Refuse a web or email address, which a mail program would make a link of."""

    def __init__(self, label: str) -> None:
        self.sentence = f"{label} must not include a web or email address"

    def __call__(self, value: str) -> None:
        if ADDRESS.search(value):
            raise ValidationError(self.sentence, code="address")


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or character in REORDERING
