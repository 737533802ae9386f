"""What bookings refuse, each with the page that says why and what to do next."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from bookings.models import Attendee, Booking
from events.models import Session
from events.refusal import Refusal


class NotOpen(Refusal):
    """Booking has not opened, has closed, or is made elsewhere."""

    template = "bookings/not_open.html"

    def __init__(self, session: Session) -> None:
        super().__init__(session.public_id)
        self.session = session


class SessionCancelled(Refusal):
    """Nobody can book it any more, whenever booking closes."""

    template = "bookings/session_cancelled.html"

    def __init__(self, session: Session) -> None:
        super().__init__(session.public_id)
        self.session = session


class WrongChoice(Refusal):
    """Not the sessions that the event's rule lets one person choose."""

    template = "bookings/wrong_choice.html"


class AlreadyBooked(Refusal):
    """This address holds a place at the event already; who that is stays between us and them.

    `is_told`: the details are on their way to that address; `typed`: which of several it is.
    """

    template = "bookings/already_booked.html"

    def __init__(self, attendee: Attendee, *, typed: str = "") -> None:
        super().__init__(attendee.public_id)
        self.attendee = attendee
        self.typed = typed
        self.is_told = False


class NothingAdded(Refusal):
    """One of the further sessions cannot be booked, so none of them was."""

    template = "bookings/nothing_added.html"


class NotMoved(Refusal):
    """The other session is full, closed or cancelled by now, so the place before is kept."""

    template = "bookings/not_moved.html"

    def __init__(self, session: Session) -> None:
        super().__init__(session.public_id)
        self.session = session


class TooLate(Refusal):
    """The session has started, or the booking is cancelled: nothing can be changed any more.

    `begun`: where a place is held, so that it can still be said that nobody came.
    """

    template: ClassVar[str] = "bookings/too_late.html"

    def __init__(self, begun: Iterable[Booking] = ()) -> None:
        super().__init__()
        self.begun = list(begun)


class NotTakenBack(Refusal):
    """A place that was declined cannot be had again; `why` is the sentence that says so."""

    template = "bookings/not_taken_back.html"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotStarted(Refusal):
    """Nobody has missed a session that is still to come: the booking can be cancelled."""

    template = "bookings/not_started.html"


class SubstitutionClosed(Refusal):
    """Colleagues could be sent until so many working days before the session."""

    template = "bookings/substitution_closed.html"

    def __init__(self, closed_at: datetime) -> None:
        super().__init__()
        self.closed_at = closed_at


class AddressIsSettled(Refusal):
    """A day after booking another address is another person, who can perhaps be sent instead."""

    template = "bookings/address_is_settled.html"

    def __init__(self, *, can_send_colleague: bool) -> None:
        super().__init__()
        self.can_send_colleague = can_send_colleague


class AddressIsTaken(Refusal):
    """Somebody with the corrected address holds a place at the event already."""

    template = "bookings/address_is_taken.html"


class ColleagueHasBooked(Refusal):
    """The colleague to be sent holds a place at the event already."""

    template = "bookings/colleague_has_booked.html"


class LooksAutomatic(Refusal):
    """More than schools behind one address book in an hour, or a field filled that nobody sees."""

    template = "bookings/check_and_book.html"


class TooManyBookings(Refusal):
    """More than a county's schools behind one address book in an hour, confirmed or not."""

    template = "bookings/too_many_bookings.html"
    status = 429


class SchoolLimitReached(Refusal):
    """More from one school than the organisers allow; who has booked from it is not told."""

    template = "bookings/school_limit_reached.html"

    def __init__(self, *, limit: int, left: int) -> None:
        super().__init__()
        self.limit = limit
        self.left = left


class OutsideAudience(Refusal):
    """A school that the event is not for; `is_asked`: it may book and tell the organisers why."""

    template = "bookings/outside_audience.html"

    def __init__(self, *, is_asked: bool) -> None:
        super().__init__()
        self.is_asked = is_asked


class TooManySearches(Refusal):
    """More people behind one network address look for their bookings than an hour allows."""

    template = "bookings/too_many_searches.html"
    status = 429


class SessionFull(Refusal):
    """All places of the session are taken."""

    template = "bookings/session_full.html"

    def __init__(self, session: Session) -> None:
        super().__init__(session.public_id)
        self.session = session


class SessionsFull(SessionFull):
    """The same of all those among several that are full: what an organiser has to know."""

    def __init__(self, sessions: Sequence[Session]) -> None:
        super().__init__(sessions[0])
        self.sessions = sessions


class NotEnoughPlaces(SessionFull):
    """Fewer places are left than people were to be booked at once, so none was."""

    template = "bookings/not_enough_places.html"

    def __init__(self, session: Session, wanted: int) -> None:
        super().__init__(session)
        self.wanted = wanted


class AlreadyWaiting(AlreadyBooked):
    """This address waits at the event already, which is said as if it had booked."""


class PlaceIsFree(Refusal):
    """The session has a place that can be booked: nobody has to wait for it."""

    template = "bookings/place_is_free.html"

    def __init__(self, session: Session) -> None:
        super().__init__(session.public_id)
        self.session = session


class NothingToWaitFor(Refusal):
    """The sessions can no longer be booked, or they have a place at them."""

    template = "bookings/nothing_to_wait_for.html"


class OfferOver(Refusal):
    """The offer has been declined, its time is over, or somebody else was first to claim it."""

    template = "bookings/offer_over.html"


class CannotJoin(Refusal):
    """The session is not held online now for whoever has this link to join it.

    `heading` says so, and `sentence` what else there is to know.
    """

    template = "bookings/join_session.html"

    def __init__(self, heading: str, sentence: str = "") -> None:
        super().__init__(heading)
        self.heading = heading
        self.sentence = sentence


class LinkReplaced(Refusal):
    """The booking belongs to another address now, which has a link of its own.

    `is_handed_over`: to a colleague, so the link is nobody's any more.
    """

    template = "bookings/link_replaced.html"
    status = 410

    def __init__(self, *, is_handed_over: bool = False) -> None:
        super().__init__()
        self.is_handed_over = is_handed_over


class AttendanceSettled(Refusal):
    """People have booked by the rule how many sessions one attends, so it stays."""

    template = "bookings/attendance_settled.html"


class CourseIsBooked(Refusal):
    """A course that people have booked as a whole gets no further session."""

    template = "bookings/course_is_booked.html"


class NoRoom(Refusal):
    """The people of a session cannot all be moved to the other one, so none of them was."""

    template = "bookings/no_room.html"

    def __init__(self, session: Session, needed: int) -> None:
        super().__init__(session.public_id)
        self.session = session
        self.needed = needed


class NumberChanged(Refusal):
    """A message is for fewer or more people than were confirmed, so nobody was sent it.

    `number` is how many there are now.
    """

    template = "bookings/preview_message.html"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class TooLateToStop(Refusal):
    """A message has begun to be sent, so that it goes to everybody."""

    template = "bookings/too_late_to_stop.html"
