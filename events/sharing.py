"""What an organiser takes out into the world: an event's address, its QR code, a paragraph."""

import io
from dataclasses import dataclass
from functools import lru_cache

import qrcode
from django.conf import settings
from django.urls import reverse
from qrcode.image.pure import PyPNGImage
from qrcode.image.svg import SvgPathImage

from events.cards import describe_place
from events.file_sizes import describe_file
from events.links import document_address
from events.models import Document, Event, Session

PIXELS = 12  # of a module's side, for print
BOOK = {
    Event.BookingBy.HERE: "Book a place",
    Event.BookingBy.LINK: "How to book",
    Event.BookingBy.EMAIL: "How to book",
    Event.BookingBy.INVITATION: "Find out more",
}


@dataclass(frozen=True)
class Link:
    """What a link says, and where it leads."""

    text: str
    address: str


@dataclass(frozen=True)
class Shared:
    """The public address of an event, and what a weekly update says of it."""

    address: str
    title: str
    sessions: list[str]
    book: Link
    documents: list[Link]

    @property
    def text(self) -> str:
        """The paragraph without markup: each address behind what it leads to."""
        documents = [f"{link.text}: {link.address}" for link in self.documents]
        return "\n".join(
            [self.title, *self.sessions, f"{self.book.text}: {self.book.address}", *documents]
        )


def public_address(event: Event) -> str:
    return settings.SITE_ADDRESS + reverse("event", args=[event.public_id, event.slug])


def share(event: Event, sessions: list[Session], documents: list[Document]) -> Shared:
    """Of sessions and documents in the order in which they are to be named."""
    address = public_address(event)
    return Shared(
        address=address,
        title=event.title,
        sessions=[describe_place(session) for session in sessions if not session.is_cancelled],
        book=Link(BOOK[Event.BookingBy(event.booking_by)], address),
        documents=[_link_to(document) for document in documents],
    )


@lru_cache(maxsize=256)
def qr_svg(address: str) -> bytes:
    """An SVG document; drawing one takes 10 ms."""
    return _drawn(address, SvgPathImage)


@lru_cache(maxsize=256)
def qr_png(address: str) -> bytes:
    """A PNG for print, black on white."""
    return _drawn(address, PyPNGImage)


def _drawn(address: str, image_factory: type) -> bytes:
    image = qrcode.make(address, image_factory=image_factory, box_size=PIXELS)
    drawn = io.BytesIO()
    image.save(drawn)
    return drawn.getvalue()


def _link_to(document: Document) -> Link:
    version = document.newest
    if version is None or version.link:
        return Link(document.title, version.link if version else "")
    described = describe_file(version.extension, version.size)
    address = settings.SITE_ADDRESS + document_address(document)
    return Link(f"{document.title} ({described})", address)
