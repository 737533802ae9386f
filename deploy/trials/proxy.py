"""nginx in front of a site, with the rules of deploy/nginx.conf, as plain processes of our own."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy import stop_signals
from deploy.bench.site import free_port

RULES = Path(__file__).parent.parent / "nginx.conf"
SECONDS_TO_START = 10
TIMEOUT = re.compile(r"(client_header_timeout|client_body_timeout|send_timeout) \d+s;")
MAIN = """daemon off;
pid {folder}/pid;
error_log {folder}/error.log warn;
worker_processes 1;
{user}
events {{ worker_connections 1024; }}
http {{
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/rules.conf;
}}
"""


class NoProxy(Exception):
    """nginx is missing, does not start, or its rules have lost a line; the message says which."""


@dataclass(frozen=True)
class Proxy:
    """Where it listens; `log` is what the rules have it write, `pid` its first process."""

    port: int
    log: Path
    pid: int


@contextlib.contextmanager
def proxy(folder: Path, *, site_port: int, silence: int | None = None) -> Iterator[Proxy]:
    """On http; the seconds that a silent client is waited for may be others than the rules'."""
    program = find()
    if program is None:
        raise NoProxy("There is no nginx: apt-get install nginx-light")
    port, log = free_port(), folder / "placecard.log"
    changed = rules(port=port, site_port=site_port, log=log)
    if silence is not None:
        changed = TIMEOUT.sub(rf"\1 {silence}s;", changed)
    with running(program, folder, changed, port) as process:
        yield Proxy(port, log, process.pid)


def find() -> str | None:
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def rules(*, port: int, site_port: int, log: Path) -> str:
    """The rules for a machine that may have no port 80, no IPv6 and no certificate."""
    return put_in_place(
        {
            "    listen 80;\n    listen [::]:80;\n": f"    listen 127.0.0.1:{free_port()};\n",
            "    listen 443 ssl;\n    listen [::]:443 ssl;\n": f"    listen 127.0.0.1:{port};\n",
            "    ssl_certificate /etc/ssl/placecard/REPLACE-certificate-and-chain.pem;\n": "",
            "    ssl_certificate_key /etc/ssl/placecard/REPLACE-private-key.pem;\n": "",
            "127.0.0.1:8000;": f"127.0.0.1:{site_port};",
            "/var/log/nginx/placecard.log": str(log),
        }
    )


def put_in_place(values: dict[str, str]) -> str:
    """The shipped rules with these parts, which have to be there, for others."""
    text = RULES.read_text()
    for shipped, ours in values.items():
        if shipped not in text:
            raise NoProxy(f"deploy/nginx.conf has no longer: {shipped.strip()}")
        text = text.replace(shipped, ours)
    return text


@contextlib.contextmanager
def running(
    program: str, folder: Path, changed_rules: str, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    parent = os.getpid()
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "rules.conf").write_text(changed_rules)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
    process = subprocess.Popen(  # noqa: S603 (named above)
        [program, "-e", folder / "error.log", "-p", folder, "-c", folder / "nginx.conf"],
        preexec_fn=lambda: stop_signals.end_with_parent(parent),
    )
    try:
        wait_until_it_listens(process, port, folder)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_until_it_listens(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up_at and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise NoProxy(f"nginx did not start: {(folder / 'error.log').read_text()}")
