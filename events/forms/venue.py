"""What organisers say of a venue: where it is, and how to get in and be heard."""

from typing import Any

from django import forms

from events.coordinates import CoordinatesField
from events.fields import LineField, LinesField, LinkField, PostcodeField
from events.venue_details import VenueDetails


class VenueForm(forms.Form):
    """Everything that is said of a venue."""

    name = LineField("Name", 200, missing="Enter the name of the venue")
    address = LinesField("Address (optional)", 500, rows=3)
    postcode = PostcodeField()
    map_link = LinkField("Link to a map (optional)", 200)
    coordinates = CoordinatesField()
    travel = LinesField("Travel and parking (optional)", 2000, rows=3)
    step_free_access = LinesField("Step-free access (optional)", 1000, rows=2)
    hearing_loop = LinesField("Hearing loop (optional)", 1000, rows=2)
    telephone = LineField("Phone (optional)", 30)

    def details(self) -> VenueDetails:
        """Of answers that are in order."""
        answers: dict[str, Any] = self.cleaned_data
        return VenueDetails(**answers)
