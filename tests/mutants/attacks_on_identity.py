"""What the council's own sign-in has against attacks: rows of the table, by file."""

from tests.mutants.attacks_on_serving import Row

GUARDS: dict[str, list[Row]] = {
    "deploy/identity_tokens.py": [
        (
            "signed with an algorithm that we know",
            'if header.get("alg") not in ALGORITHMS:',
            "if False:",
            "test_identity_provider.py::test_a_token_that_is_not_for_this_sign_in_is_refused",
        ),
        (
            "for us",
            '"require": NEEDED}',
            '"require": NEEDED, "verify_aud": False}',
            "test_identity_provider.py::test_a_token_that_is_not_for_this_sign_in_is_refused",
        ),
        (
            "by this provider",
            "issuer=issuer,",
            "issuer=None,",
            "test_identity_provider.py::test_a_token_that_is_not_for_this_sign_in_is_refused",
        ),
        (
            "for this sign-in",
            'if not hmac.compare_digest(_bytes(claims["nonce"]), nonce.encode()):',
            "if False:",
            "test_identity_provider.py::test_a_token_of_an_earlier_sign_in_is_refused",
        ),
        (
            "asked for by us",
            'if claims.get("azp", _only_one(claims["aud"])) != client_id:',
            "if False:",
            "test_identity_provider.py::test_a_token_that_is_not_for_this_sign_in_is_refused",
        ),
    ],
    "deploy/identity_accounts.py": [
        (
            "an address is the one that it looks like",
            "if not email.isascii():",
            "if False:",
            "test_identity_provider.py::test_an_address_that_looks_like_anothers_is_not_theirs",
        ),
    ],
    "bookings/views/joining_teams.py": [
        (
            "an invitation is no way round the provider",
            "there = provider if provider and provider.gives(invitation.email) else None",
            "there = None",
            "test_identity_provider.py::test_a_mailbox_alone_is_no_way_round_the_provider",
        ),
    ],
    "deploy/identity_client.py": [
        (
            "nobody listens between us and the provider",
            "if not is_safe(address):",
            "if False:",
            "test_identity_provider.py::test_no_address_is_asked_that_is_not_encrypted",
        ),
    ],
    "deploy/provider_sign_in.py": [
        (
            "an answer is this browser's",
            'is_same = hmac.compare_digest(state.encode(), kept["state"].encode())',
            "is_same = True",
            "test_identity_provider.py::test_nobody_is_signed_in_by_anothers_link",
        ),
        (
            "an answer comes soon",
            'at.timestamp() - kept["at"] < PATIENCE',
            "True",
            "test_identity_provider.py::test_an_answer_that_comes_too_late_is_none",
        ),
        (
            "beginning has an end",
            "at=now) > STARTS_PER_NETWORK_PER_HOUR:",
            "at=now) > 10**9:",
            "test_identity_provider.py::test_beginning_has_an_end_for_each_is_kept_in_a_session",
        ),
    ],
}
