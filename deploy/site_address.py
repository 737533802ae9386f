"""SITE_ADDRESS: what every link begins with, as browsers write it, or what is wrong with it."""

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

import idna

EXAMPLE = "https://events.westshire.example"
USUAL_PORTS = {"https": 443, "http": 80}
AFTER_THE_HOST = re.compile(r"[/?#\\]")
HOST_AND_PORT = re.compile(r"(\[[^\]%]*\]|[^\[\]:]*)(?::(\d{1,5}))?")
LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
NAME = re.compile(rf"(?:{LABEL}\.)*{LABEL}")


class Unusable(ValueError):
    """No link can begin with it; the message goes on a sentence that the setting's name begins."""


@dataclass(frozen=True)
class Site:
    """`host` is as in the Host header, without a port; empty where `address` is unusable."""

    address: str
    host: str = ""

    @property
    def is_https(self) -> bool:
        return self.address.startswith("https://")


def read(text: str) -> Site:
    """What cannot be used stays as it is, for the system check to say so."""
    try:
        return usable(text)
    except Unusable:
        return Site(text)


def usable(text: str) -> Site:
    """Raises Unusable."""
    scheme, separator, rest = text.strip().partition("://")
    scheme, server = scheme.lower(), rest.rstrip("/")
    if not separator or scheme not in USUAL_PORTS:
        raise Unusable("does not start with https:// or http://.")
    if AFTER_THE_HOST.search(server):
        raise Unusable("goes on after the host, and Placecard answers only at the top of one.")
    if "@" in server:
        raise Unusable("has a user name, which would be in every link.")
    found = HOST_AND_PORT.fullmatch(server)
    host = _as_browsers_send_it(found[1]) if found else ""
    if found is None or not host:
        raise Unusable("has no host and port that browsers can ask for.")
    port = int(found[2] or USUAL_PORTS[scheme])
    if not 0 < port < 2**16:
        raise Unusable("has a port that is not between 1 and 65535.")
    usual = port == USUAL_PORTS[scheme]
    return Site(f"{scheme}://{host}" if usual else f"{scheme}://{host}:{port}", host)


def probably_meant(text: str) -> str:
    """An address to use instead of one that is unusable: what can be kept of it, or an example."""
    scheme = "http" if text.strip().lower().startswith("http:") else "https"
    rest = re.sub(r"^(?:https?|\w+:)?/+", "", text.strip())
    server = AFTER_THE_HOST.split(rest)[0].rpartition("@")[2]
    without_port = server.rpartition(":")[0]
    for guess in (server, f"[{server}]", without_port):
        with suppress(Unusable):
            return usable(f"{scheme}://{guess}").address
    return EXAMPLE


def host_probably_meant(text: str) -> str:
    """For a list of hosts, where a dot in front means every domain below one."""
    bare = text.removeprefix(".")
    return text[: len(text) - len(bare)] + usable(probably_meant(bare)).host


def _as_browsers_send_it(host: str) -> str:
    """A domain as DNS has it, an IP address in its shortest form; nothing if it is neither."""
    try:
        if host.startswith("["):
            return f"[{IPv6Address(host[1:-1])}]"
        name = host.removesuffix(".").lower()
        if not name.isascii():
            name = idna.encode(name, uts46=True, transitional=False).decode()
        if name.rpartition(".")[2].isdecimal():
            return str(IPv4Address(name))
    except ValueError:  # idna's own are among them
        return ""
    return name if NAME.fullmatch(name) and len(name) < 254 else ""
