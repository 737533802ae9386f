"""The questions that are ready-made, and how to tell somebody who types one of them."""

import re
import unicodedata

DIETARY_LABEL = "Dietary needs"
DIETARY_HINT = (
    "For example, vegetarian or an allergy to nuts. "
    "Only the organisers and people with the link to your booking can see this."
)
DIETARY, ACCESS = (
    "Ask about dietary needs with the ready-made question “Dietary needs” instead",
    "Ask something else. “Access needs” is ready-made and asked for each session in person",
)
BEGINNINGS = {
    **dict.fromkeys(("diet", "diets", "dietary"), DIETARY),
    **dict.fromkeys(("access", "accessible", "accessibility"), ACCESS),
}
SAID_BEFORE = {
    *("a", "an", "all", "any", "other", "our", "own", "some", "special", "specific"),
    *("that", "the", "their", "these", "this", "those", "you", "your"),
    *("and", "are", "can", "could", "do", "does", "have", "has", "is", "may", "or", "there"),
    *("what", "whether", "which", "if", "will", "would"),
    *("about", "additional", "describe", "details", "enter", "for", "give", "know", "let", "list"),
    *("me", "need", "of", "please", "provide", "require", "say", "tell", "us", "we", "with"),
}


def instead_of(label: str) -> str:
    """What to do instead of asking this, which begins like a ready-made question; or nothing."""
    seen = (sign for sign in label if unicodedata.category(sign) != "Cf")
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", "".join(seen)).casefold())
    first = next((word for word in words if word not in SAID_BEFORE and not word.isdigit()), "")
    return BEGINNINGS.get(first, "")
