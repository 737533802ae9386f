"""What an organiser takes out of the list of who is coming, and as which kind of file."""

from typing import Any

from django import forms

from bookings.forms.listing import BookingsFilter
from bookings.listing import Wanted
from bookings.models import Booking, ExportFile
from events.cards import describe_place
from events.counting import count
from events.fields import FormUuidField

BOOKED, EVERYBODY, FOUND, ONE_SESSION = "booked", "all", "found:", "session:"
ALL_COLUMNS, SHOWN_COLUMNS = "all", "shown"
NOT_IN_THE_LIST = "Select one of these"


def radios(label: str, missing: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect(),
        error_messages={"required": missing, "invalid_choice": NOT_IN_THE_LIST},
    )


class ExportForm(forms.Form):
    """Who has a place, everybody, one session, or what was looked for: that is chosen at first."""

    which = radios("Which bookings?", "Select which bookings to download")
    columns = radios("Which columns?", "Select which columns to download")
    kind = radios("What kind of file?", "Select a kind of file")
    form_uuid = FormUuidField()

    def __init__(
        self, data: Any = None, *, listed: BookingsFilter, found: int, booked: int, total: int
    ) -> None:
        self._wanted = listed.wanted()
        self._found = f"{FOUND}{found}"  # not offered any more once so many are no longer found
        is_narrowed = self._wanted != Wanted(order=self._wanted.order)
        first = {"which": self._found if is_narrowed else BOOKED, "columns": ALL_COLUMNS}
        super().__init__(data, initial=first | {"kind": ExportFile.Kind.XLSX})
        choices = [(BOOKED, f"Everyone who has booked ({booked:,})")]
        if is_narrowed:
            choices.insert(0, (self._found, f"The {count(found, 'booking', 'bookings')} you found"))
        choices.append((EVERYBODY, f"Everyone, with those who cancelled ({total:,})"))
        if len(listed.sessions) > 1:
            choices += [
                (f"{ONE_SESSION}{one.public_id}", describe_place(one)) for one in listed.sessions
            ]
        self._offer("which", choices)
        self._offer(
            "columns",
            [(ALL_COLUMNS, "All columns"), (SHOWN_COLUMNS, "The columns of your list")],
        )
        self._offer("kind", ExportFile.Kind.choices)

    @property
    def wants_all_columns(self) -> bool:
        return bool(self.cleaned_data["columns"] == ALL_COLUMNS)

    def wanted(self) -> Wanted:
        """In the order of the list."""
        which: str = self.cleaned_data["which"]
        if which == self._found:
            return self._wanted
        session = which.removeprefix(ONE_SESSION) if which.startswith(ONE_SESSION) else ""
        state = "" if which == EVERYBODY else Booking.State.BOOKED
        return Wanted(session=session, state=state, order=self._wanted.order)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class KindOfFileForm(forms.Form):
    """What is taken out is settled; only the kind of file is chosen."""

    kind = radios("What kind of file?", "Select a kind of file")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"kind": ExportFile.Kind.XLSX})
        self.fields["kind"].choices = ExportFile.Kind.choices  # type: ignore[attr-defined]  # a choice field
