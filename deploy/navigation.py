"""What the bar under the header names: the public pages, or those of whoever has signed in."""

from django.http import HttpRequest

from events.access import roles_of
from events.models import Membership
from events.models.organiser import SEE_GIVEN_SESSIONS

Role = Membership.Role
Pages = dict[str, str]

PUBLIC_PAGES = {"events_list": "Events", "calendar_help": "Calendar help"}
PAGES_BY_ROLES: dict[frozenset[str], Pages] = {
    frozenset({Role.ORGANISER, Role.ASSISTANT}): {"organiser_home": "Your events"},
    frozenset({Role.ORGANISER}): {
        "create_event": "Create an event",
        "venues": "Venues",
        "audiences": "Audiences",
        "teams": "Teams",
    },
    frozenset(SEE_GIVEN_SESSIONS): {"your_sessions": "Your sessions"},
}
FIRST_OF_INSTALLATION = {"administration": "Administration"}
PAGES_OF_INSTALLATION = FIRST_OF_INSTALLATION | {
    "all_teams": "All teams",
    "organisers": "All organisers",
    "all_audiences": "All audiences",
    "failed_mails": "Failed emails",
    "audit_trail": "Audit trail",
}
PAGES_OF_EVERYBODY = {"your_sign_in": "Your sign-in", "account_logout": "Sign out"}


def pages_beside(section: str, request: HttpRequest | None) -> Pages:
    """What stands in the bar of a page that belongs to this section, by URL name.

    On public pages it is the same for everybody, and nobody is asked who they are.
    """
    is_public = not section or section in PUBLIC_PAGES
    if is_public or request is None or not request.user.is_authenticated:
        return PUBLIC_PAGES
    roles = roles_of(request)
    own = {
        name: text
        for of, pages in PAGES_BY_ROLES.items()
        if of & roles
        for name, text in pages.items()
    }
    if section in PAGES_OF_INSTALLATION:
        return PAGES_OF_INSTALLATION | dict(list(own.items())[:1]) | PAGES_OF_EVERYBODY
    installation = FIRST_OF_INSTALLATION if request.user.is_administrator else {}
    return own | installation | PAGES_OF_EVERYBODY
