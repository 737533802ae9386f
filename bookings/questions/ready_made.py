"""The questions that are ready-made, and how to tell somebody who types one of them."""

import re
import unicodedata

DIETARY_LABEL = "Dietary needs"
WHO_SEES_OWN = "Only the organisers and people with the link to your booking can see this."
WHO_SEES_THEIRS = "Only the organisers and people with the link to their booking can see this."
DIETARY_HINT = f"For example, vegetarian or an allergy to nuts. {WHO_SEES_OWN}"
DIETARY, ACCESS = (
    "Ask about dietary needs with the ready-made question “Dietary needs” instead",
    "Ask something else. “Access needs” is ready-made and asked for each session in person",
)
NEEDS = "(?:(?:and|or) [a-z]+ )?(?:needs?|requirements?|restrictions?|preferences?)"
DIETARY_WORDS = (
    *("diets?", "dietary", f"food {NEEDS}", "allerg[a-z]+", "intoleran[a-z]+", "coeliacs?"),
    *("gluten", "lactose", "vegetarians?", "vegans?", "pescatarians?", "halal", "kosher"),
)
ACCESS_WORDS = (
    *("accessib[a-z]+", f"access {NEEDS}", f"special {NEEDS}", "reasonable adjustments?"),
    *("disabled", "disabilit[a-z]+", "wheel ?chairs?", "(?<!social )mobility", "step free"),
    *("hearing loops?", "hearing aids?"),
)
ASKS = [
    (re.compile(rf"\b(?:{'|'.join(words)})\b"), instead)
    for words, instead in ((DIETARY_WORDS, DIETARY), (ACCESS_WORDS, ACCESS))
]


def instead_of(label: str) -> str:
    """What to do instead of asking this, where it asks what is ready-made; or nothing."""
    seen = (sign for sign in label if unicodedata.category(sign) != "Cf")
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", "".join(seen)).casefold())
    return next((instead for asked, instead in ASKS if asked.search(" ".join(words))), "")
