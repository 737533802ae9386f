"""What organisers answer about members of their team, and what who is invited enters."""

from typing import Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password

from events.cards import describe_place
from events.fields import EmailField, LineField
from events.models import Invitation, Membership, Organiser, Session
from events.models.session import SessionQuerySet
from events.organisers import PASSWORD_RULE

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


class SessionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # none at run time
    """Sessions of the team, each in a line."""

    def __init__(self, label: str) -> None:
        super().__init__(
            Session.objects.none(),
            label=label,
            required=False,
            to_field_name="public_id",
            widget=forms.CheckboxSelectMultiple(),
            error_messages={"invalid_choice": "Select sessions from the list"},
        )

    def label_from_instance(self, session: Session) -> str:
        return f"{session.event.title}: {describe_place(session)}"


class GiveSessionsForm(forms.Form):
    """Which sessions a member sees; those that they were given, and what is still to come."""

    sessions = SessionsField("Which sessions can they see?")

    def __init__(self, data: Any = None, *, member: Membership, sessions: SessionQuerySet) -> None:
        given = list(member.given_sessions.values_list("session__public_id", flat=True))
        super().__init__(data, initial={"sessions": given})
        offer(self, sessions)
        self.what_they_see = f"{member.get_role_display()}: {ROLES[Role(member.role)].lower()}."


class InviteForm(RoleForm):
    """Whom to invite, as what, and with which sessions."""

    field_order = ("email", "role", "sessions")

    sessions = SessionsField("Sessions for a partner or check-in (optional)")

    def __init__(self, data: Any = None, *, sessions: SessionQuerySet) -> None:
        super().__init__(data)
        offer(self, sessions)

    email = EmailField(
        "Email address",
        missing="Enter the email address of the person to invite",
        example="name@example.gov.uk",
        autocomplete="off",
    )


def offer(form: forms.Form, sessions: SessionQuerySet) -> None:
    """Leave the question out where there is nothing to choose from."""
    cast("forms.ModelMultipleChoiceField[Session]", form.fields["sessions"]).queryset = sessions
    if not sessions:
        del form.fields["sessions"]


class NameForm(forms.Form):
    """What somebody enters who is invited, and signs in with the council's own account."""

    full_name = LineField("Full name", 200, missing="Enter your full name")

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        super().__init__(data)
        self.invitation = invitation
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"


class NewAccountForm(NameForm):
    """The same of somebody who signs in with a password."""

    password = forms.CharField(
        label="Password",
        help_text=PASSWORD_RULE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        name = self.cleaned_data.get("full_name", "")
        validate_password(password, Organiser(email=self.invitation.email, full_name=name))
        return password
