"""What signing in has against attacks: rows of the table, by file."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "deploy/known_devices.py": [
        (
            "a mark ends after ninety days",
            "return _signer(organiser).unsign(mark, max_age=AGE)",
            "return _signer(organiser).unsign(mark)",
            "test_locking_out.py::test_a_mark_is_good_for_ninety_days",
        ),
        (
            "a mark is for one account and password",
            "{organiser.public_id} {organiser.password}",
            "",
            "test_locking_out.py::test_with_a_forged_mark_one_is_a_stranger",
        ),
        (
            "the cookie is this service's",
            "return bool(_signed(cookies))",
            "return bool(cookies.get(settings.KNOWN_DEVICE_COOKIE_NAME))",
            "test_bodies.py::test_no_upload_of_a_stranger_is_read",
        ),
        (
            "no script reads the marks",
            "httponly=True",
            "httponly=False",
            "test_leftovers.py::test_cookies_go_by_https_to_this_site_only_and_scripts_read_none_but_the_forms_token",
        ),
    ],
    "deploy/accounts.py": [
        (
            "a known device stands for itself",
            "return known_devices.recognised(request) or throttle.caller_network(request)",
            "return throttle.caller_network(request)",
            "test_locking_out.py::test_strangers_keep_nobody_out_who_has_signed_in_here_before",
        ),
        (
            "tries on a known device are counted apart",
            'return f"{key} {known_devices.recognised(request)}"',
            "return key",
            "test_locking_out.py::test_strangers_keep_nobody_out_who_has_signed_in_here_before",
        ),
        (
            "who left the browser enters the password again",
            "return not signed_in_lately(self.request)",
            "return False",
            "test_access.py::test_a_browser_left_alone_for_an_hour_sets_up_nobody_elses_codes",
        ),
        (
            "links lead to our host",
            "return settings.SITE_ADDRESS + path",
            "return self.request.build_absolute_uri(path)",
            "test_forgery.py::test_links_in_mails_lead_to_our_host_whatever_was_asked_for",
        ),
        (
            "nobody's mails are counted for nobody",
            'email=f"{name}@unknown.invalid"',
            "email=address",
            "test_sign_in.py::test_links_asked_for_in_anothers_name_use_up_none_of_their_mails",
        ),
        (
            "links to new passwords have a limit of their own",
            "> NEW_PASSWORDS_PER_HOUR:",
            "> 10**9:",
            "test_sign_in.py::test_where_the_hour_allows_no_more_mails_the_work_is_the_same",
        ),
        (
            "nobody is sent nothing, with as many statements",
            "Message.objects.filter(kind=Message.Kind.NEW_PASSWORD, to=to_nobody).delete()",
            "to_nobody and Message.objects.filter(to=to_nobody).delete()",
            "test_sign_in.py::test_a_forgotten_password_does_the_same_work_for_an_unknown_address",
        ),
    ],
    "deploy/sign_in.py": [
        (
            "an unknown address is as much work",
            "self.users = given or [nobody(email.lower())]",
            "self.users = given",
            "test_sign_in.py::test_a_forgotten_password_does_the_same_work_for_an_unknown_address",
        ),
        (
            "no password by mail goes round the council's own sign-in",
            "if not signs_in_at_provider_alone(user)]",
            "]",
            "test_sign_in.py::test_whoever_signs_in_at_a_provider_alone_gets_no_link_with_the_same_work",
        ),
    ],
    "deploy/passkeys.py": [
        (
            "a password alone adds no passkey beside a second step",
            "guard = with_a_code if has_one else view",
            "guard = view",
            "test_passkeys.py::test_a_password_alone_adds_no_passkey_beside_a_second_step",
        ),
    ],
    "deploy/passkey_forms.py": [
        (
            "odd answers are refused, not stumbled over",
            "(ValidationError, AttributeError, KeyError, RecursionError, TypeError, ValueError)",
            "(ValidationError,)",
            "test_passkeys.py::test_what_is_no_passkey_is_refused_in_words",
        ),
    ],
    "deploy/account_pages.py": [
        (
            "questions for passkeys have an end",
            "if asked > QUESTIONS_PER_NETWORK_PER_HOUR:",
            "if False:",
            "test_passkeys.py::test_questions_have_an_end_too_for_each_keeps_a_session",
        ),
    ],
    "deploy/sign_in_tries.py": [
        (
            "codes are counted",
            "if not tries:",
            "if False:",
            "test_guessing.py::test_guesses_at_a_code_end_after_five",
        ),
        (
            "codes of a known device are counted apart",
            "device = known_devices.recognise(context.request, organiser)",
            'device = ""',
            "test_locking_out.py::test_whoever_knows_the_password_cannot_lock_the_codes",
        ),
    ],
    "deploy/sign_in_audit.py": [
        (
            "an unknown address leaves an entry too",
            '_write("sign_in_failed", Organiser.objects.filter(email=email).first()'
            " or NOBODY, by=None)",
            "if known := Organiser.objects.filter(email=email).first():\n"
            '        _write("sign_in_failed", known, by=None)',
            "test_sign_in.py::test_a_wrong_password_asks_the_database_the_same_whether_there_is_an_account",
        ),
    ],
    "deploy/passwords.py": [
        (
            "numbers, repetitions and our own name are no passwords",
            "if password.isdigit() or _is_repeated(password) or _is_of_the_service(password):",
            "if False:",
            "test_guessing.py::test_what_is_guessed_first_cannot_be_chosen",
        ),
    ],
    "deploy/second_factor.py": [
        (
            "second factors are encrypted",
            """    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        \"\"\"Raises Unreadable, for a text in clear too: the migration left none.\"\"\"
        try:
            return _keys().decrypt(encrypted_text).decode()
        except InvalidToken:
            raise Unreadable from None
""",
            "    pass\n",
            "test_sign_in.py::test_whoever_reads_the_database_finds_no_second_factor",
        ),
    ],
}
