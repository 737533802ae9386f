"""Why a file may not be attached: a class for each reason, with the sentence to show."""

from typing import Final

KINDS: Final = "PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), ODT, ODP, PNG or JPEG"
CALLED: Final = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "pptx": "a PowerPoint presentation",
    "xlsx": "an Excel workbook",
    "odt": "an ODT document",
    "odp": "an ODP presentation",
    "png": "a PNG image",
    "jpg": "a JPEG image",
    "jpeg": "a JPEG image",
}
NEWER: Final = {"doc": "docx", "ppt": "pptx", "xls": "xlsx"}


class NotAccepted(Exception):
    """The file may not be attached; the message is the sentence to show."""

    sentence = ""

    def __init__(self) -> None:
        super().__init__(self.sentence)


class UnknownType(NotAccepted):
    sentence = f"The file must be a {KINDS}"


class OldOffice(NotAccepted):
    """A type of Word, PowerPoint or Excel before 2007."""

    def __init__(self, extension: str) -> None:
        self.sentence = (
            f"The file is an old type (.{extension}). "
            f"Save it as .{NEWER[extension]} or PDF, then upload the new file"
        )
        super().__init__()


class Empty(NotAccepted):
    sentence = "The file is empty"


class TooLarge(NotAccepted):
    def __init__(self, limit: int) -> None:
        """`limit` in bytes."""
        self.sentence = f"The file must be smaller than {limit // (1024 * 1024)} MB"
        super().__init__()


class WrongContent(NotAccepted):
    """It is something else than its name says, or that and something else."""

    def __init__(self, extension: str) -> None:
        self.sentence = (
            f"The file's content does not match its name, which ends in .{extension}. "
            f"Save it as {CALLED[extension]} again, then upload the new file"
        )
        super().__init__()


class Locked(NotAccepted):
    sentence = "The file is locked with a password. Save a copy without one, then upload that"


class ActiveContent(NotAccepted):
    sentence = "The file has macros or embedded objects. Save a copy without them, then upload that"


class TemplateElsewhere(NotAccepted):
    """Office fetches it when the file is opened, with whatever it runs."""

    sentence = (
        "The file uses a template on another computer. Save it as a PDF, then upload the new file"
    )


class AttachedFiles(NotAccepted):
    sentence = "The file has other files attached to it. Save a copy without them, then upload that"


class Damaged(NotAccepted):
    sentence = (
        "The file is damaged. Open it, save it again under a new name, then upload the new file"
    )


class HoldsTooMuch(NotAccepted):
    """A zip file of too many entries, or of which too much would come."""

    sentence = (
        "The file is too large to check. Split it or use smaller pictures, then upload it again"
    )
