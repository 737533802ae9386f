"""Questions that ask the same as a ready-made one, whatever their words begin with."""

import pytest

from bookings.questions.ready_made import ACCESS, DIETARY, instead_of


@pytest.mark.parametrize(
    ("label", "instead"),
    [
        ("Dietary needs", DIETARY),
        ("Dietary needs?", DIETARY),
        ("Any dietary requirements", DIETARY),
        ("Do you have any DIETARY requirements?", DIETARY),
        ("Please tell us about your dietary needs", DIETARY),
        ("1. Diet", DIETARY),
        ("“Dietary” or access needs", DIETARY),
        ("ｄｉｅｔａｒｙ", DIETARY),
        ("Diet\u00adary", DIETARY),
        ("Access needs", ACCESS),
        ("ACCESS requirements", ACCESS),
        ("(Accessibility)", ACCESS),
        ("What are your access needs?", ACCESS),
        ("Please tell us about any allergies", DIETARY),
        ("Food allergies", DIETARY),
        ("What should the caterer know? Food needs", DIETARY),
        ("Food and drink requirements", DIETARY),
        ("Are you vegetarian?", DIETARY),
        ("Vegan, halal or kosher?", DIETARY),
        ("Any intolerances?", DIETARY),
        ("Will you have the gluten-free lunch?", DIETARY),
        ("Access or dietary needs", DIETARY),
        ("Do you need wheelchair access?", ACCESS),
        ("Should the room be accessible?", ACCESS),
        ("Access and support needs", ACCESS),
        ("Disability", ACCESS),
        ("Are you disabled?", ACCESS),
        ("Any special requirements", ACCESS),
        ("Special needs", ACCESS),
        ("Is your mobility limited?", ACCESS),
        ("Should there be a hearing loop?", ACCESS),
        ("Access code for the car park?", ""),
        ("How do you access Teams?", ""),
        ("What food do you teach about?", ""),
        ("Do you teach children with special educational needs?", ""),
        ("What does your school do for social mobility?", ""),
        ("Which sessions interest you?", ""),
        ("Accessories to bring", ""),
        ("Who needs access to the slides?", ""),
        ("???", ""),
        ("Any", ""),
    ],
)
def test_what_asks_the_same_as_a_ready_made_question_is_known(label, instead):
    assert instead_of(label) == instead
