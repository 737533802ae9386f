"""What an organiser answers about a member of the team."""

from typing import Any

from django import forms

from events.models import Membership

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

    def __init__(self, data: Any = None, *, role: str) -> None:
        super().__init__(data, initial={"role": role})

    @property
    def roles(self) -> list[dict[str, Any]]:
        """The choices with what each may do, as the radios show them."""
        return [
            {"value": role.value, "text": role.label, "hint": {"text": may}}
            for role, may in ROLES.items()
        ]
