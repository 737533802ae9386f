"""A mail server that takes everything, slowly enough to be interrupted, and keeps the ids."""

import contextlib
import re
import socketserver
import threading
import time
from collections.abc import Iterator

SECONDS_FOR_A_MAIL = 0.005
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[bytes] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        with contextlib.suppress(OSError):
            self._say("220 sink")
            for line in self.rfile:
                self._answer(line.split(b" ")[0].strip().upper())

    def _answer(self, command: bytes) -> None:
        if command == b"DATA":
            self._say("354 go on")
            found = MESSAGE_ID.search(self._text())
            self.server.taken.append(found[1] if found else b"")  # whether or not it is told
            time.sleep(SECONDS_FOR_A_MAIL)
        self._say("221 bye" if command == b"QUIT" else "250 ok")

    def _text(self) -> bytes:
        text = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            text.append(line)
        return b"".join(text)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextlib.contextmanager
def sink() -> Iterator[Sink]:
    with Sink() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
