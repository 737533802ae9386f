"""Clients that send or read a byte a second, many of them, in one thread."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

EVERY = 1.0  # seconds
TOKEN_COOKIE = f"csrftoken={'a' * 32}"
LEAST_ROOM = 4096  # bytes that the kernel may hold for who reads slowly


@dataclass
class SlowClients:
    """Sockets to one server: those that it has not cut off."""

    sockets: list[socket.socket]

    def send(self) -> None:
        """One byte each."""
        for client in list(self.sockets):
            try:
                client.send(b"a")
                self._look_for_the_end(client)
            except OSError:
                self._drop(client)

    def read(self) -> None:
        for client in self.sockets:
            with contextlib.suppress(OSError):
                client.recv(1)

    def wait_until_cut_off(self, seconds: float) -> bool:
        """Whether all of them are, in so many seconds; meanwhile they are silent."""
        give_up_at = time.monotonic() + seconds
        while self.sockets and time.monotonic() < give_up_at:
            for client in list(self.sockets):
                try:
                    self._look_for_the_end(client)
                except OSError:
                    self._drop(client)
            time.sleep(0.05)
        return not self.sockets

    def _look_for_the_end(self, client: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            if client.recv(1024) == b"":
                self._drop(client)

    def _drop(self, client: socket.socket) -> None:
        self.sockets.remove(client)
        client.close()


@contextlib.contextmanager
def silent(port: int, number: int, first: bytes) -> Iterator[SlowClients]:
    """They send the first bytes of a request, and no more."""
    clients = SlowClients([_connected(port) for _ in range(number)])
    try:
        for client in clients.sockets:
            client.sendall(first)
            client.setblocking(False)
        yield clients
    finally:
        for client in clients.sockets:
            client.close()


@contextlib.contextmanager
def slow_senders(port: int, number: int, first: bytes) -> Iterator[SlowClients]:
    """After the first bytes, a byte a second as long as the block lasts."""
    with silent(port, number, first) as clients, _again_and_again(clients.send):
        yield clients


@contextlib.contextmanager
def slow_readers(port: int, number: int, request: bytes) -> Iterator[SlowClients]:
    """They ask for something large and read a byte of it a second."""
    with silent(port, number, request) as clients, _again_and_again(clients.read):
        yield clients


@contextlib.contextmanager
def _again_and_again(work: Callable[[], None]) -> Iterator[None]:
    ended = threading.Event()

    def repeat() -> None:
        while not ended.wait(EVERY):
            work()

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _connected(port: int) -> socket.socket:
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LEAST_ROOM)
    client.settimeout(5)
    client.connect(("127.0.0.1", port))
    return client


def half_a_header() -> bytes:
    return b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: a"


def half_a_form(path: str, length: int = 60_000) -> bytes:
    """A whole header and the first byte of a body that is announced to be so long.

    It has what makes Django read on, to look for the token in the form.
    """
    return _half(path, length, "application/x-www-form-urlencoded")


def half_an_upload(path: str, length: int, cookies: str = "") -> bytes:
    """The same with a file in it: a form without one is refused when it is announced so long."""
    return _half(path, length, "multipart/form-data; boundary=a", cookies)


def _half(path: str, length: int, content_type: str, cookies: str = "") -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n"
        f"Cookie: {cookies or TOKEN_COOKIE}\r\nOrigin: http://127.0.0.1\r\n"
        f"Content-Type: {content_type}\r\n\r\na"
    ).encode()


def ask_for(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
