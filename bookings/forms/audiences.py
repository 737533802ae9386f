"""Which schools an audience means, as an organiser ticks and types it."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from bookings.models import School
from bookings.schools.audiences import KINDS, Rule
from events.fields import LinesField
from events.text_cleaning import plain

NUMBER = re.compile(
    r"(?:(?P<authority>[0-9]{3}) ?/? ?(?P<of_school>[0-9]{4})|(?P<urn>[0-9]{5,6}))(?![0-9])"
)
HOW = "Enter a DfE number, like 875/2109, or a URN on each line. You can add the name after it."


class SchoolsField(LinesField):
    """Schools by their numbers; of two with one number the open one is meant."""

    def __init__(self, label: str, *, help_text: str) -> None:
        hint = f"{help_text} {HOW}"
        super().__init__(label, 30_000, rows=6, help_text=hint, strip=False)

    def clean(self, value: Any) -> list[School]:
        """Each school once. Says of the first line that is wrong what to do about it."""
        lines = enumerate(super().clean(value).splitlines(), 1)
        numbers = {line: _number(line, text) for line, text in lines if plain(text)}
        known = _by_number(numbers.values())
        for line, number in numbers.items():
            if number not in known:
                raise ValidationError(f"Line {line}: no school on our list has the number {number}")
        return list(dict.fromkeys(known[number] for number in numbers.values()))


def ticked(label: str, *, wrong: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": wrong},
    )


class AudienceForm(forms.Form):
    """The kinds that occur among `schools`, with those that the rule names already."""

    phases = ticked("Phases", wrong="Select phases from the list")
    types = ticked("Types of school", wrong="Select types of school from the list")
    districts = ticked("Districts", wrong="Select districts from the list")
    schools_added = SchoolsField(
        "Schools to add (optional)",
        help_text="It is for these too. If you tick nothing, it is only for these.",
    )
    schools_left_out = SchoolsField(
        "Schools to leave out (optional)", help_text="It is not for these, even if they fit."
    )

    def __init__(self, data: QueryDict | None, *, schools: Iterable[School], rule: Rule) -> None:
        known = list(schools)
        single = School.objects.filter(pk__in=rule.schools_added | rule.schools_left_out)
        named = list(single.in_order())
        super().__init__(
            data,
            initial={
                **{kind: sorted(getattr(rule, kind)) for kind in KINDS},
                "schools_added": _lines(named, rule.schools_added),
                "schools_left_out": _lines(named, rule.schools_left_out),
            },
        )
        for kind, its in KINDS.items():
            occurring = {getattr(school, its) for school in known} - {""}
            field = cast(forms.MultipleChoiceField, self.fields[kind])
            field.choices = [(one, one) for one in sorted(occurring | getattr(rule, kind))]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        left_out = answers.get("schools_left_out", [])
        for school in answers.get("schools_added", []):
            if school in left_out:
                sentence = f"{school.label} is also to be added. Remove it from one of the two"
                self.add_error("schools_left_out", sentence)
                break
        return answers

    def rule(self) -> Rule:
        """Of answers that are in order."""
        answers = self.cleaned_data
        return Rule(
            **{kind: frozenset(answers[kind]) for kind in KINDS},
            schools_added=frozenset(school.pk for school in answers["schools_added"]),
            schools_left_out=frozenset(school.pk for school in answers["schools_left_out"]),
        )


def _number(line: int, typed: str) -> str:
    """875/2109 or a URN. Raises ValidationError, naming the line."""
    found = NUMBER.match(plain(typed))
    if found is None:
        raise ValidationError(f"Line {line}: enter a DfE number, like 875/2109, or a URN")
    return found["urn"] or f"{found['authority']}/{found['of_school']}"


def _by_number(numbers: Iterable[str]) -> dict[str, School]:
    """Of those that there are, in one query; an open one takes the place of one that has closed."""
    asked = set(numbers)
    if not asked:
        return {}
    by_number = {
        number: school
        for school in sorted(School.objects.numbered(asked), key=lambda school: school.is_open)
        for number in (school.dfe_number, str(school.urn))
    }
    return {number: school for number, school in by_number.items() if number in asked}


def _lines(schools: Iterable[School], pks: frozenset[int]) -> str:
    """The number first, which is read again, and the name for whoever reads it."""
    named = [school for school in schools if school.pk in pks]
    return "\n".join(f"{one.dfe_number or one.urn} {one.name}, {one.town}" for one in named)
