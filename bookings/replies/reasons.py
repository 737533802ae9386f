"""Every sentence that is kept and shown about a mail: none has a word of the mail in it."""

from enum import StrEnum


class Reason(StrEnum):
    METHOD_NOT_SAID = "the method is not said"
    METHOD_OF_NO_ANSWER = "the method is not that of an answer"
    METHODS_DIFFER = "it says two different methods"
    NOT_ONE_ENTRY = "it does not have exactly one entry"
    NO_UID = "no UID"
    NOT_ONE_ATTENDEE = "not clear which attendee answers"
    TOO_MANY_LINES = "more than 5,000 lines"

    NO_HEADERS = "no headers"
    TOO_LARGE = "larger than 256 KiB"
    TOO_DEEP = "nested too deeply"
    TOO_MANY_PARTS = "too many parts"
    TYPE_TOO_LONG = "a content type of more than 4,000 characters"
    FAULT = "reading it met a fault, which the log tells of"
    NOT_HANDED_OVER = "the mailbox does not hand it over"

    NO_BOOKING = "no booking has this invitation"
    NOT_OURS = "not about a mail of ours"
    OTHER_ADDRESS = "about other addresses than the mail went to"
