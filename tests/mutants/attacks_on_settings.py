"""What deploy/settings.py has against attacks: rows of the table, by file."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "deploy/settings.py": [
        (
            "a database that is locked is not one try too many",
            '"BACKEND": "deploy.database_cache.CandidCache"',
            '"BACKEND": "django.core.cache.backends.db.DatabaseCache"',
            "test_busy_or_full.py::test_while_the_database_is_locked_nobody_is_told_of_too_many_tries",
        ),
        (
            "forms bring a token",
            '    "django.middleware.csrf.CsrfViewMiddleware",\n',
            "",
            "test_forgery.py::test_no_form_is_taken_without_its_token_on_any_page",
        ),
        (
            "no script but ours runs",
            """"script-src": ["'self'"],""",
            """"script-src": ["'self'", "'unsafe-inline'"],""",
            "test_forgery.py::test_every_answer_forbids_foreign_scripts_frames_and_targets",
        ),
        (
            "no other site frames ours",
            """"frame-ancestors": ["'none'"],""",
            "",
            "test_forgery.py::test_every_answer_forbids_foreign_scripts_frames_and_targets",
        ),
        (
            "cookies are never sent in clear",
            "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS",
            "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False",
            "test_leftovers.py::test_cookies_go_by_https_to_this_site_only_and_scripts_read_none_but_the_forms_token",
        ),
        (
            "no neighbour of the council's domain sets a cookie",
            '_prefix = "__Host-" if IS_HTTPS else ""',
            '_prefix = ""',
            "test_cookies.py::test_a_planted_token_sends_no_form",
        ),
        (
            "who signed in is signed out with the browser",
            "ACCOUNT_SESSION_REMEMBER = False",
            "ACCOUNT_SESSION_REMEMBER = True",
            "test_leftovers.py::test_cookies_go_by_https_to_this_site_only_and_scripts_read_none_but_the_forms_token",
        ),
        (
            "so is whoever opened a link to a new password",
            "SESSION_EXPIRE_AT_BROWSER_CLOSE = True",
            "SESSION_EXPIRE_AT_BROWSER_CLOSE = False",
            "test_leftovers.py::test_a_link_to_a_new_password_ends_with_the_browser_that_opened_it",
        ),
        (
            "browsers come back encrypted",
            'env.int("HSTS_SECONDS", default=3600) if IS_HTTPS else 0',
            "0",
            "test_leftovers.py::test_a_browser_that_came_once_by_https_does_not_come_back_without",
        ),
        (
            "only a trusted proxy says that it was encrypted",
            '("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None',
            '("HTTP_X_FORWARDED_PROTO", "https")',
            "test_forgery.py::test_nobody_but_a_trusted_proxy_says_that_a_request_was_encrypted",
        ),
        (
            "no page is told to others as where one came from",
            'SECURE_REFERRER_POLICY = "same-origin"',
            'SECURE_REFERRER_POLICY = "unsafe-url"',
            "test_links.py::test_a_link_is_kept_and_passed_on_by_nothing",
        ),
        (
            "wrong passwords are counted",
            'ACCOUNT_RATE_LIMITS = {"login": None}',
            'ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}',
            "test_guessing.py::test_guesses_at_one_account_from_everywhere_end_after_five",
        ),
        (
            "common passwords are refused",
            '    {"NAME": "deploy.passwords.Uncommon"},\n',
            "",
            "test_guessing.py::test_what_is_guessed_first_cannot_be_chosen",
        ),
        (
            "passwords have twelve characters",
            '"OPTIONS": {"min_length": 12}',
            '"OPTIONS": {"min_length": 4}',
            "test_guessing.py::test_what_is_guessed_first_cannot_be_chosen",
        ),
        (
            "passwords are unlike the account",
            '"OPTIONS": {"user_attributes": ("full_name", "email")}',
            '"OPTIONS": {"user_attributes": ()}',
            "test_guessing.py::test_what_is_guessed_first_cannot_be_chosen",
        ),
        (
            "a database that was stolen is slow to guess at",
            '    "django.contrib.auth.hashers.Argon2PasswordHasher",\n',
            "",
            "test_guessing.py::test_who_reads_the_database_has_to_guess_slowly",
        ),
    ],
}
