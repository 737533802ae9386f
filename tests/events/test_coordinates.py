"""What may be typed as a venue's latitude and longitude, and what is kept of it."""

import pytest
from django.core.exceptions import ValidationError

from events.coordinates import CoordinatesField

SHAPE = "Enter latitude and longitude as two numbers, like 51.2787, 0.5217"
ELSEWHERE = "Enter a latitude and longitude in the United Kingdom, the latitude first"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("51.2787, 0.5217", "51.2787,0.5217"),
        (" 51.2787,0.5217 ", "51.2787,0.5217"),
        ("51.2787 -0.5217", "51.2787,-0.5217"),
        ("51.27874561234° ; -0.52170000", "51.278746,-0.5217"),
        ("51.0, 0.00001", "51.0,0.00001"),
        ("+51.50, +0.10", "51.5,0.1"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_two_numbers_are_kept_in_one_spelling(typed, kept):
    assert CoordinatesField().clean(typed) == kept


@pytest.mark.parametrize("kept", ["51.2787,0.5217", "51.0,0.0", "57.1,-2.0"])
def test_what_is_kept_may_be_sent_again(kept):
    assert CoordinatesField().clean(kept) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("51.2787", SHAPE),
        ("51.2787, 0.5217, 12", SHAPE),
        ("51, 0", SHAPE),
        ("51,2", SHAPE),
        ("51,2 0,5", SHAPE),
        ("51,2787 0,5217", SHAPE),
        ("TQ 758 558", SHAPE),
        ("51°16'43\"N 0°31'18\"E", SHAPE),
        ("nan, inf", SHAPE),
        ("1e2, 0", SHAPE),
        ("٥١.٢, ٠.٥", SHAPE),
        ("0.5217, 51.2787", ELSEWHERE),
        ("999.0, 0.0", ELSEWHERE),
        ("48.85, 2.35", ELSEWHERE),
        ("5" * 61, "Latitude and longitude must be 60 characters or fewer"),
    ],
)
def test_what_is_no_place_is_refused_in_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as refused:
        CoordinatesField().clean(typed)

    assert refused.value.messages == [sentence]
