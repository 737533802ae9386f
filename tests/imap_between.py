"""Between a client and an IMAP server: refuses single commands, and answers in other words."""

import re
import socket
import threading
from contextlib import suppress
from typing import Self


class Between:
    """Passes on what both say, but for what it is told; `address` is that of the mailbox."""

    def __init__(self, address: str, port: int) -> None:
        self._port = port
        self._refused: list[tuple[str, str]] = []
        self._other_words: list[tuple[bytes, bytes]] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = address.replace(f":{port}/", f":{self._door.getsockname()[1]}/")

    def refuse(self, command: str, answer: str = "NO Not now") -> None:
        """Answer so what begins with this command; with nothing, the connection ends."""
        self._refused.append((command, answer))

    def say_instead(self, found: bytes, other: bytes) -> None:
        self._other_words.append((found, other))

    def _take(self) -> None:
        with suppress(OSError):  # until the door is shut
            while True:
                client, _ = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                for work in (self._pass_on, self._pass_back):
                    threading.Thread(target=work, args=(client, server), daemon=True).start()

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError), client, server, client.makefile("rb") as lines:
            for line in lines:
                answer = self._answer(line)
                if answer is None:
                    server.sendall(line)
                elif answer:
                    client.sendall(line.split()[0] + f" {answer}\r\n".encode())
                else:
                    client.shutdown(socket.SHUT_RDWR)

    def _pass_back(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(65536):
                for found, other in self._other_words:
                    said = said.replace(found, other)
                client.sendall(said)

    def _answer(self, line: bytes) -> str | None:
        said = line.decode().partition(" ")[2]
        return next((to for begins, to in self._refused if re.match(begins, said)), None)

    def __enter__(self) -> Self:
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._door.close()
