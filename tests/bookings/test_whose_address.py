"""Browsers offer one's own address where that is asked for, and nothing for somebody else's."""

import pytest

from bookings.forms.colleagues import ColleagueForm, SubstituteForm
from bookings.forms.finding import FindBookingForm
from bookings.forms.person import PersonForm
from bookings.forms.teams import InviteForm
from deploy.administration.forms import InviteOrganiserForm
from events.forms.event import EventForm
from events.forms.more_details import ADDRESSES


def offered(field):
    return field.widget.attrs["autocomplete"]


@pytest.mark.parametrize("form", [PersonForm, FindBookingForm])
def test_ones_own_address_is_offered(form):
    assert offered(form.base_fields["email"]) == "email"


@pytest.mark.parametrize("form", [InviteForm, InviteOrganiserForm, SubstituteForm, ColleagueForm])
def test_the_address_of_somebody_else_is_left_to_who_types_it(form):
    assert offered(form.base_fields["email"]) == "off"


def test_so_are_the_addresses_that_an_event_names():
    assert offered(EventForm.base_fields["contact_email"]) == "off"
    assert offered(ADDRESSES["email"]) == "off"
