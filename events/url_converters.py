"""What stands for a row in an address: another shape is not found, and not even looked up."""

from django.urls import register_converter

from events.models.identity import LETTERS_AND_FIGURES, PUBLIC_ID_LENGTH


class PublicId:
    regex = f"[{LETTERS_AND_FIGURES}]{{{PUBLIC_ID_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LinkToken(PublicId):
    regex = "[A-Za-z0-9_-]{22}"


def register() -> None:
    """Let <id:...> and <token:...> be used in the URLconfs of both apps."""
    register_converter(PublicId, "id")
    register_converter(LinkToken, "token")
