"""What organisers answer about members of their team, and what who is invited enters."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from events.fields import EmailField, LineField
from events.models import Invitation, Membership, Organiser

Role = Membership.Role
ROLES = {
    Role.ORGANISER: "Creates and changes events, sees who is coming, and manages this team",
    Role.ASSISTANT: "Sees the events and who is coming, and books, moves and cancels for people",
    Role.PARTNER: "Sees names, schools and access needs for the sessions you choose",
    Role.CHECK_IN: "Sees the list of names for the sessions you choose, on the day",
}
SELECT_A_ROLE = "Select a role"


class RoleField(forms.ChoiceField):
    """One of the four roles, each with what it may do."""

    def __init__(self) -> None:
        super().__init__(
            label="Role",
            choices=Role.choices,
            widget=forms.RadioSelect(),
            error_messages={"required": SELECT_A_ROLE, "invalid_choice": SELECT_A_ROLE},
        )


class RoleForm(forms.Form):
    role = RoleField()

    def __init__(self, data: Any = None, *, role: str = "") -> None:
        super().__init__(data, initial={"role": role})

    @property
    def roles(self) -> list[dict[str, Any]]:
        """The choices with what each may do, as the radios show them."""
        return [
            {"value": role.value, "text": role.label, "hint": {"text": may}}
            for role, may in ROLES.items()
        ]


class InviteForm(RoleForm):
    """Whom to invite, and as what."""

    field_order = ("email", "role")

    email = EmailField(
        "Email address",
        missing="Enter the email address of the person to invite",
        example="name@example.gov.uk",
    )


class NewAccountForm(forms.Form):
    """What somebody who is invited and has no account enters."""

    full_name = LineField("Full name", 200, missing="Enter your full name")
    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters, and not a common password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        super().__init__(data)
        self.invitation = invitation
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        name = self.cleaned_data.get("full_name", "")
        validate_password(password, Organiser(email=self.invitation.email, full_name=name))
        return password
