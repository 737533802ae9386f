"""A browser's device in words."""

import pytest

from deploy.devices import in_words

LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE_CHROME} Safari/537.36",
            "Chrome Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE_CHROME} Safari/537.36 Edg/142.0.0.0",
            "Edge Windows",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {LIKE_CHROME} Safari/537.36",
            "Chrome a Chromebook",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {LIKE_CHROME} Mobile Safari/537.36",
            "Chrome Android",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 {LIKE_CHROME} Safari/537.36",
            "Samsung Internet Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like"
            " Gecko) Version/26.0 Safari/605.1.15",
            "Safari a Mac",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " CriOS/142.0 Mobile/15E148 Safari/604.1",
            "Chrome an iPad",
        ),
        ("curl/8.5.0", "A browser another device"),
        ("", "A browser another device"),
        ("<script>alert(1)</script> Firefox/1", "Firefox another device"),
    ],
)
def test_a_device_is_told_by_its_browser_and_system(user_agent, words):
    assert in_words(user_agent).replace(" on ", " ") == words
