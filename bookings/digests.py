"""Who gets a summary each working morning: what they chose, and when it is due."""

from datetime import datetime, time

from bookings.mail import digest
from bookings.mail.digest import Digest, DigestFacts
from bookings.mail.queue import Limit, Notice, queue
from bookings.models import DigestChoice, Message
from events import dates
from events.command import command
from events.models import Organiser

DUE_AT = time(7)


def wants_digest(organiser: Organiser) -> bool:
    return DigestChoice.objects.filter(organiser=organiser, wants_digest=True).exists()


@command
def choose_digest(organiser: Organiser, *, wanted: bool, at: datetime) -> None:
    """From the next working morning on, or no more; choosing the same again changes nothing."""
    morning = last_morning(at)
    choice, is_new = DigestChoice.objects.select_for_update(no_key=True).get_or_create(
        organiser=organiser, defaults={"wants_digest": wanted, "told_until": morning}
    )
    if is_new or choice.wants_digest == wanted:
        return
    choice.wants_digest, choice.told_until, choice.known = wanted, morning, []
    choice.save(update_fields=["wants_digest", "told_until", "known"])


def queue_digests(at: datetime) -> bool:
    """On working days from 7am, to each who wants one; there is never more to do at once."""
    morning = last_morning(at)
    if dates.local(morning).date() == dates.local(at).date():
        due = DigestChoice.objects.filter(wants_digest=True, told_until__lt=morning)
        for choice in due.filter(organiser__is_active=True).select_related("organiser"):
            found = digest.digest_of(choice.organiser, choice.told_until, morning)
            _queue_one(choice=choice, found=found, at=at)
    return False


def last_morning(at: datetime) -> datetime:
    """The last 7am of a working day, in London."""
    day = dates.local(at).date()
    if not dates.is_working_day(day) or at < dates.london_time(day, DUE_AT):
        day = dates.working_days_before(day, 1)
    return dates.london_time(day, DUE_AT)


@command
def _queue_one(*, choice: DigestChoice, found: Digest, at: datetime) -> None:
    """Where there is news; whoever was first, of two workers, has told it all."""
    seen = {"pk": choice.pk, "wants_digest": True, "told_until": choice.told_until}
    locked = DigestChoice.objects.select_for_update(no_key=True).filter(**seen).first()
    if locked is None:
        return
    if found.has_changed or found.keys - set(locked.known):
        queue([_notice(choice, found)], at=at)
    locked.told_until, locked.known = found.until, sorted(found.keys)
    locked.save(update_fields=["told_until", "known"])


def _notice(choice: DigestChoice, found: Digest) -> Notice:
    organiser = choice.organiser
    return Notice(
        kind=Message.Kind.DIGEST,
        to=organiser.email,
        key=f"{organiser.public_id}:{dates.local(found.until).date():%Y-%m-%d}",
        facts=DigestFacts(organiser.public_id, choice.told_until, found.until),
        limit=Limit.NONE,
    )
