"""What events/ has against attacks: rows of the table, by file."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "events/access.py": [
        (
            "events of other teams are not there",
            "request.events = Event.objects.managed_by(request.user, *roles)",
            "request.events = Event.objects.all()",
            "test_access.py::test_another_teams_event_is_not_there_by_any_address",
        ),
        (
            "a role counts in its own team",
            "if not roles_of(request) & frozenset(roles):",
            "if False:",
            "test_access.py::test_a_lesser_role_opens_changes_and_takes_out_nothing",
        ),
        (
            "a password alone opens nothing",
            "if not settings.REQUIRE_TOTP or has_entered_a_code(request, request.user):",
            "if True:",
            "test_access.py::test_a_password_alone_opens_nothing_where_a_code_is_asked_for",
        ),
    ],
    "events/published.py": [
        (
            "a draft has no page, and is not booked",
            "Event.objects.published().for_display().filter(public_id=public_id)",
            "Event.objects.for_display().filter(public_id=public_id)",
            "test_access.py::test_a_draft_is_nowhere_for_the_public",
        ),
    ],
    "events/views/downloads.py": [
        (
            "a document of a draft has no public address",
            "ever_public = Document.objects.ever_for_everybody().with_versions()",
            "ever_public = Document.objects.with_versions()",
            "test_access.py::test_a_draft_is_nowhere_for_the_public",
        ),
        (
            "nor has its accessible version",
            "get_object_or_404(Document.objects.for_everybody(timezone.now()), public_id=",
            "get_object_or_404(Document.objects.all(), public_id=",
            "test_access.py::test_a_draft_is_nowhere_for_the_public",
        ),
        (
            "a document is handed out below its own event",
            "get_object_or_404(event.documents.with_versions(), public_id=document_id)",
            "get_object_or_404(Document.objects.with_versions(), public_id=document_id)",
            "test_access.py::test_a_document_of_one_event_is_not_handed_out_below_another",
        ),
    ],
    "events/models/document.py": [
        (
            "every version belongs to an event of the organiser's team",
            "self.filter(event__in=events, event__public_id=public_id)",
            "self.filter(event__public_id=public_id)",
            "test_access.py::test_another_teams_event_is_not_there_by_any_address",
        ),
    ],
    "events/models/identity.py": [
        (
            "links are random",
            "return secrets.token_urlsafe(16)",
            'return f"{new_public_id()}{secrets.token_urlsafe(16)}"[:9] + "a" * 13',
            "test_links.py::test_a_link_cannot_be_guessed_from_others",
        ),
    ],
    "events/throttle.py": [
        (
            "no more proxies are believed than there are",
            "if proxies and len(forwarded) >= proxies and forwarded[-proxies]:\n"
            "        return _network(forwarded[-proxies])",
            "if forwarded[0]:\n        return _network(forwarded[0])",
            "test_forgery.py::test_another_claimed_address_each_time_is_still_one_network",
        ),
        (
            "all addresses of a subscriber are one",
            "ONE_SUBSCRIBER = 64",
            "ONE_SUBSCRIBER = 128",
            "test_mail_cannon.py::test_many_addresses_of_one_network_are_one",
        ),
        (
            "the port is no part of an address",
            "with_port = WITH_PORT.fullmatch(written)",
            "with_port = None",
            "test_mail_cannon.py::test_many_addresses_of_one_network_are_one",
        ),
    ],
    "events/kept_form.py": [
        (
            "the browser says that another site typed it",
            'return request.headers["Sec-Fetch-Site"] == "same-origin"',
            "return True",
            "test_forgery.py::test_what_another_site_typed_is_not_offered_to_be_sent_again",
        ),
        (
            "an older browser names that site",
            'return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"',
            "return True",
            "test_forgery.py::test_what_another_site_typed_is_not_offered_to_be_sent_again",
        ),
        (
            "what is typed on pages of accounts is secret",
            'has_a_policy = hasattr(getattr(request.resolver_match, "func", None), "policy")',
            "has_a_policy = True",
            "test_leftovers.py::test_a_password_that_was_not_taken_is_on_no_page",
        ),
    ],
    "events/markdown.py": [
        (
            "text is cleaned after it was made HTML",
            "cleaned = nh3.clean(rendered, tags=ALLOWED_TAGS, url_schemes=ALLOWED_LINKS)",
            "cleaned = rendered",
            "test_injection.py::test_an_organisers_text_loads_and_runs_nothing",
        ),
    ],
    "events/links.py": [
        (
            "only addresses of the web are links",
            'return address if address.startswith(("https://", "http://")) else ""',
            "return address",
            "test_injection.py::test_a_link_that_is_none_of_the_web_is_no_link",
        ),
    ],
    "events/ical.py": [
        (
            "words in a calendar's HTML are escaped",
            "escape(description))",
            "description)",
            "test_injection.py::test_markup_of_an_organiser_runs_in_no_invitation",
        ),
    ],
    "events/text_validators.py": [
        (
            "no hidden signs in a line",
            "if any(_is_hidden(character) for character in value):",
            "if False:",
            "test_injection.py::test_signs_that_hide_or_turn_text_around_are_refused",
        ),
        (
            "nor in several",
            "if any(_is_hidden(character) for character in value if character not in LINE_ENDS):",
            "if False:",
            "test_injection.py::test_signs_that_hide_or_turn_text_around_are_refused",
        ),
        (
            "no address in what is mailed",
            "if ADDRESS.search(value):",
            "if False:",
            "test_mail_cannon.py::test_no_line_that_is_mailed_holds_an_address",
        ),
    ],
    "events/fields.py": [
        (
            "no mail into our own network",
            "if _is_of_one_machine(domain):",
            "if False:",
            "test_mail_cannon.py::test_no_mail_goes_to_the_servers_own_machine_or_network",
        ),
        (
            "an odd number of a form is a new one",
            "        except ValueError:\n            return uuid.uuid4()",
            "        except KeyError:\n            return uuid.uuid4()",
            "test_hostile_requests.py::test_odd_values_of_hidden_and_chosen_fields_are_no_failure",
        ),
    ],
    "events/outages.py": [
        (
            "what passes is told with the answers kept",
            "return code is None or code & KIND in PASSING",
            "return False",
            "test_busy_or_full.py::test_while_the_database_is_locked_a_booking_is_kept_to_be_sent_again",
        ),
    ],
    "events/email_addresses.py": [
        (
            "one mailbox is one, in capitals too",
            "name, _, domain = cleaned(address).lower().rpartition",
            "name, _, domain = cleaned(address).rpartition",
            "test_mail_cannon.py::test_one_mailbox_is_one_victim_however_it_is_written",
        ),
    ],
    "events/file_responses.py": [
        (
            "a file is saved, not opened",
            "as_attachment=True",
            "as_attachment=False",
            "test_uploads.py::test_what_is_uploaded_runs_nothing_where_it_is_opened",
        ),
        (
            "a file that is opened runs nothing",
            """    "Content-Security-Policy": "sandbox; default-src 'none'",\n""",
            "",
            "test_uploads.py::test_what_is_uploaded_runs_nothing_where_it_is_opened",
        ),
        (
            "no other site embeds a file",
            '    "Cross-Origin-Resource-Policy": "same-origin",\n',
            "",
            "test_uploads.py::test_what_is_uploaded_runs_nothing_where_it_is_opened",
        ),
    ],
    "events/stored_files.py": [
        (
            "a file is stored under a name of ours",
            'name = f"documents/{uuid.uuid4()}.{extension}"',
            'name = f"documents/agenda.{extension}"',
            "test_uploads.py::test_no_title_leads_out_of_the_folder",
        ),
        (
            "a file that nothing names goes",
            "on_rollback(lambda: delete([name]))",
            "pass",
            "test_busy_or_full.py::test_what_was_stored_before_the_disk_was_full_goes_too",
        ),
    ],
}
