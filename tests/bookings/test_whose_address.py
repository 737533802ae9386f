"""Browsers offer one's own address where that is asked for, and nothing for somebody else's."""

import pytest

from bookings.forms.colleagues import ColleagueForm, SubstituteForm
from bookings.forms.finding import FindBookingForm
from bookings.forms.on_behalf import BookOnBehalfForm, OrganisersChoice
from bookings.forms.person import PersonForm
from bookings.forms.teams import InviteForm
from deploy.administration.forms import InviteOrganiserForm
from events.forms.event import EventForm
from events.forms.more_details import ADDRESSES
from tests.factories import NOON, make_session


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


@pytest.mark.parametrize("is_of_others", [True, False])
def test_somebody_elses_details_are_left_to_who_types_them(is_of_others):
    form = PersonForm(asks_access_needs=False, is_of_others=is_of_others)

    own = {"full_name": "name", "email": "email", "role": "organization-title"}
    shown = {name: offered(form.fields[name]) for name in own}
    assert shown == (dict.fromkeys(own, "off") if is_of_others else own)


@pytest.mark.django_db
def test_an_organiser_is_offered_nothing_of_their_own_for_who_books():
    session = make_session()
    choice = OrganisersChoice(session.event, [session], NOON)

    form = BookOnBehalfForm(choice=choice)

    names = ("full_name", "email", "role", "booked_by_name", "booked_by_email")
    assert {offered(form.fields[name]) for name in names} == {"off"}
