"""The organisers' list as tests ask for it and read it."""

from urllib.parse import urlencode

from tests.factories import make_booking, make_session

EVERYBODY = ["Annabel Example", "Bo Sample"]


def page(event, **asked):
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return f"/organiser/events/{event.public_id}/bookings/{query}"


def search(client, event, **asked):
    """The list after the form was sent; or the form again, where something is wrong."""
    address = f"/organiser/events/{event.public_id}/bookings/search/"
    return client.post(address, asked, follow=True)


def names(response):
    return [booking.attendee.full_name for booking in response.context_data["listed"].page]


def errors(response):
    return {name: list(told) for name, told in response.context_data["form"].errors.items()}


def make_session_of_two():
    """Two people who have nothing in common but their event."""
    session = make_session(label="Morning", capacity=100)
    make_booking(
        session,
        full_name="Annabel Example",
        email="annabel@oakfield.example",
        typed_school="Oakfield",
    )
    make_booking(session, full_name="Bo Sample", email="bo@elm.example", typed_school="Elm")
    return session
