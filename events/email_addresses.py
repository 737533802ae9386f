"""E-mail addresses: cleaned of what copying adds to them, compared, and handed to a mail server."""

import re
import unicodedata

import idna

WITH_A_NAME = re.compile(r"[^<>]*<([^<>]*)>")
APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")
AROUND = " \t\r\n\xa0;,"


def cleaned(typed: str) -> str:
    """What was meant: without invisible characters, mailto:, a name around it, a list's end."""
    visible = "".join(_plain(c) for c in typed if unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFC", visible.translate(APOSTROPHES)).strip(AROUND)
    with_a_name = WITH_A_NAME.fullmatch(text)
    if with_a_name:
        text = with_a_name[1].strip(AROUND)
    if text.lower().startswith("mailto:"):
        text = text[len("mailto:") :].partition("?")[0]
    return text


def _plain(character: str) -> str:
    """The letter or sign of ASCII that this is a wide or joined form of, if it is one."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and plain.isprintable() and " " not in plain else character


def email_key(address: str) -> str:
    """The address as compared: cleaned, lower case, the domain as it stands in DNS."""
    name, _, domain = cleaned(address).lower().rpartition("@")
    try:
        return f"{name}@{domain_in_dns(domain)}"
    except UnicodeError:
        return f"{name}@{domain}"


def deliverable(address: str) -> str:
    """The address as SMTP and mailto URIs want it. Raises UnicodeError for what no DNS holds."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain_in_dns(domain)}"


def domain_in_dns(domain: str) -> str:
    """The domain in xn-- form (IDNA 2008, RFC 5891): faß is not fass. Raises UnicodeError."""
    if domain.isascii():
        return domain
    return idna.encode(domain, uts46=True, transitional=False).decode()
