"""A real IMAP server with one mailbox, which a test may stop and start again."""

import getpass
import grp
import os
import shutil
import signal
import socket
import subprocess
import time
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self
from urllib.parse import quote

from imapclient import IMAPClient

from tests import debian
from tests.certificates import make_certificate
from tests.postgres import free_port

HOW_TO_GET_IT = """The tests read answers from a real IMAP server, and found none. Install it:
- apt-get install dovecot-imapd (it need not run: `systemctl disable --now dovecot`)
"""
USER, PASSWORD = "replies@westshire.example", "a/long#pass?word@100%"
FOLDER = "INBOX"
MAILBOX_OWNER = "mail"
SECONDS_TO_START = 10
CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
first_valid_uid = 0
mail_location = maildir:{home}/mail
{login}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {encrypted_port}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/people
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
"""
AS_ONE_USER = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
"""


class NoDovecot(SystemExit):
    """Nothing to test with; the words say what to do."""


def find() -> str:
    found = _found()
    if found is None:
        debian.install("dovecot-imapd")
        found = _found()
    if found is None:
        raise NoDovecot(HOW_TO_GET_IT)
    return found


def _found() -> str | None:
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def _as_this_user() -> str:
    group = grp.getgrgid(os.getegid()).gr_name
    return AS_ONE_USER.format(user=getpass.getuser(), group=group)


class ImapMailbox:
    """An empty mailbox on this machine, whose server may stop and start again."""

    def __init__(self) -> None:
        home = self.home = Path(mkdtemp())  # short, as the names of its sockets have to be
        self.port, self.encrypted_port = free_port(), free_port()
        self.certificate = make_certificate(home)
        self.server: subprocess.Popen[bytes] | None = None
        (home / "people").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:::::\n")
        is_root = os.geteuid() == 0  # to whom dovecot gives no mailbox
        if is_root:
            shutil.chown(home, MAILBOX_OWNER, MAILBOX_OWNER)
            home.chmod(0o755)  # the accounts are read by another user
        self.configuration = home / "dovecot.conf"
        self.configuration.write_text(
            CONFIGURATION.format(
                home=home,
                certificate=self.certificate,
                port=self.port,
                encrypted_port=self.encrypted_port,
                login="" if is_root else _as_this_user(),
                uid=os.geteuid() or MAILBOX_OWNER,
                gid=os.getegid() or MAILBOX_OWNER,
            )
        )

    def address(self, scheme: str = "imap") -> str:
        """As REPLY_IMAP is written."""
        port = self.encrypted_port if scheme == "imaps" else self.port
        user, password = quote(USER, safe=""), quote(PASSWORD, safe="")
        return f"{scheme}://{user}:{password}@127.0.0.1:{port}/{FOLDER}"

    def start(self) -> None:
        """Unless it runs already."""
        if self.server is not None:
            return
        command = [find(), "-F", "-c", str(self.configuration)]
        self.server = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < until, (self.home / "log").read_text()

    def stop(self) -> None:
        """At once, in the midst of whatever it is doing."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def put(self, *mails: bytes, at: datetime | None = None) -> None:
        """Mails that came at this moment, or just now."""
        with self.opened() as imap:
            for mail in mails:
                imap.append(FOLDER, mail, msg_time=at)

    def empty(self) -> None:
        with self.opened() as imap:
            imap.select_folder(FOLDER)
            imap.delete_messages(imap.search("ALL"))
            imap.expunge()

    def seen(self) -> list[bool]:
        """Of each mail, whether it is marked as read."""
        return [b"\\Seen" in flags for flags in self._each("FLAGS", b"FLAGS")]

    def texts(self) -> list[bytes]:
        return self._each("BODY.PEEK[]", b"BODY[]")

    def logins(self) -> int:
        """How often somebody was let in."""
        return (self.home / "log").read_text().count(" Login: ")

    def _each(self, wanted: str, name: bytes) -> list[Any]:
        with self.opened() as imap:
            imap.select_folder(FOLDER, readonly=True)
            uids = sorted(imap.search("ALL"))
            fetched = imap.fetch(uids, [wanted])
        return [fetched[uid][name] for uid in uids]

    def opened(self) -> IMAPClient:
        imap = IMAPClient("127.0.0.1", self.port, ssl=False)
        imap.login(USER, PASSWORD)
        return imap

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                return connection.recv(4).startswith(b"* OK")
        except OSError:
            time.sleep(0.05)
            return False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        shutil.rmtree(self.home)
