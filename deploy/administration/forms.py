"""What administrators type: a name, or whom to invite."""

from typing import Any

from django import forms

from events.fields import EmailField, LineField


class TeamForm(forms.Form):
    name = LineField("Name of the team", 200, missing="Enter the name of the team")

    def __init__(self, data: Any = None, *, name: str = "") -> None:
        super().__init__(data, initial={"name": name})


class AudienceForm(forms.Form):
    name = LineField("Name of the audience", 100, missing="Enter the name of the audience")

    def __init__(self, data: Any = None, *, name: str = "") -> None:
        super().__init__(data, initial={"name": name})


class InviteOrganiserForm(forms.Form):
    email = EmailField(
        "Email address",
        missing="Enter the email address of the person to invite",
        example="name@example.gov.uk",
        autocomplete="off",
    )
