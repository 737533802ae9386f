"""What a browser would send of a page's fields, none of them touched."""

from html.parser import HTMLParser

from django.http import QueryDict


class Fields(HTMLParser):
    """Names and values, as they are sent; what stands in a <template> is not."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self._select = self._text = ""
        self._in_template = False

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        name, value = attributes.get("name") or "", attributes.get("value") or ""
        if self._in_template:
            return
        if tag == "template":
            self._in_template = True
        elif tag == "input" and attributes.get("type") not in ("file", "submit"):
            is_choice = attributes.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in attributes:
                self.sent.append((name, value))
        elif tag == "select":
            self._select = name
        elif tag == "option":
            self._choose(value, is_selected="selected" in attributes)
        elif tag == "textarea":
            self._text = name
            self.sent.append((name, ""))

    def _choose(self, value, *, is_selected):
        """The first option, until another is selected."""
        is_first = self._select not in dict(self.sent)
        if is_first or is_selected:
            self.sent = [(name, sent) for name, sent in self.sent if name != self._select]
            self.sent.append((self._select, value))

    def handle_data(self, data):
        if self._text:
            self.sent[-1] = (self._text, data.removeprefix("\n").replace("\n", "\r\n"))

    def handle_endtag(self, tag):
        if tag == "template":
            self._in_template = False
        elif tag == "textarea":
            self._text = ""


def sent_by_a_browser(page: str) -> QueryDict:
    fields = Fields()
    fields.feed(page)
    answers = QueryDict(mutable=True)
    for name, value in fields.sent:
        answers.appendlist(name, value)
    return answers
