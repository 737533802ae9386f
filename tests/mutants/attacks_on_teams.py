"""What teams and roles have against attacks: rows of the table, by file."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "events/invitations.py": [
        (
            "a link is found by its own secret",
            "Invitation.objects.with_team().filter(secret_hash=_hash(secret)).first()",
            "Invitation.objects.with_team().first()",
            "test_invitations.py::test_an_altered_link_makes_no_account",
        ),
        (
            "invitations to one address are counted",
            "if to_one > MOST_TO_ONE or by_one > MOST_BY_ONE:",
            "if False:",
            "test_invitations.py::test_no_mailbox_is_filled_with_invitations",
        ),
    ],
    "events/models/given_session.py": [
        (
            "a partner sees what they were given",
            "self.filter(membership__organiser_id=organiser.pk, membership__role__in=roles)",
            "self.filter(membership__role__in=roles)",
            "test_roles.py::test_a_partner_sees_no_session_that_somebody_else_was_given",
        ),
    ],
    "events/access.py": [
        (
            "the installation is for administrators alone",
            "if not request.user.is_administrator:",
            "if False:",
            "test_roles.py::test_each_role_opens_what_the_page_says_and_nothing_else",
        ),
    ],
    "bookings/teams/seeing.py": [
        (
            "a partner takes out no email addresses",
            'FOR_PARTNERS = ("full_name", "school", "access_needs")',
            'FOR_PARTNERS = ("full_name", "school", "access_needs", "email")',
            "test_roles.py::test_a_partner_finds_no_email_address_by_any_page_or_file",
        ),
        (
            "the list is shown on its day alone",
            "    if today < day:",
            "    if False:",
            "test_roles.py::test_who_checks_people_in_sees_no_name_on_another_day",
        ),
    ],
    "events/models/invitation.py": [
        (
            "a link works once and for its time",
            "return self.used_at is None and self.withdrawn_at is None and at < self.expires_at",
            "return True",
            "test_invitations.py::test_a_link_that_is_over_makes_no_account",
        ),
    ],
    "bookings/views/joining_teams.py": [
        (
            "only the account of who is invited joins",
            'if request.method == "POST" and request.user == known:',
            'if request.method == "POST":',
            "test_invitations.py::test_an_account_of_another_address_joins_nothing",
        ),
    ],
}
