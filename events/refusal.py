"""What a command answers when the rules say no: each refusal names the page that tells it."""

from typing import ClassVar


class Refusal(Exception):
    """The rules say no; `template` is the page with the reason and a way on."""

    template: ClassVar[str]
    status: ClassVar[int] = 409
