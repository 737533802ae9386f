"""Turns Django form fields, their errors and pages into parameters of the GOV.UK macros."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

Params = dict[str, Any]

OWN_PARAMETERS = ("autocomplete", "inputmode", "spellcheck", "rows")
NOT_WANTED = ("class", "maxlength", "minlength", "cols", "type", *OWN_PARAMETERS)
DATE_BOXES = (("Day", "2"), ("Month", "4"), ("Year", "4"))


def field_params(bound: BoundField, **overrides: Any) -> tuple[str, Params]:
    """The macro that shows this field, and its parameters; overrides win.

    `reveals` holds, by the value of a choice, the rendered fields that it reveals.
    """
    macro, own = _by_widget(bound)
    for value, revealed in overrides.pop("reveals", {}).items():
        [chosen] = [item for item in own["items"] if item["value"] == value]
        chosen["conditional"] = {"html": revealed}
    return macro, {**_common(bound), **own, **overrides}


def hidden_input(bound: BoundField) -> SafeString:
    attributes = {"type": "hidden", "name": bound.html_name, "id": bound.auto_id}
    return format_html("<input{}>", flatatt({**attributes, "value": _text(bound.value())}))


def _by_widget(bound: BoundField) -> tuple[str, Params]:
    widget = bound.field.widget
    match widget:
        case forms.CheckboxInput():
            return "checkboxes", _one_checkbox(bound)
        case forms.CheckboxSelectMultiple():
            return "checkboxes", _choices(bound, values=[_text(v) for v in bound.value() or []])
        case forms.RadioSelect():
            return "radios", _choices(bound, value=_text(bound.value()))
        case forms.Select():
            return "select", {"items": _items(bound), "value": _text(bound.value())}
        case forms.MultiWidget():
            return "date_input", _date(bound, widget)
        case forms.FileInput():
            return "file_upload", {}
        case forms.Textarea():
            return "textarea", {"value": _text(bound.value()), "spellcheck": True}
        case forms.PasswordInput():
            return "input", {"value": "", "type": "password"}
        case _:
            return "input", {"value": _text(bound.value()), "type": _input_type(widget)}


def _common(bound: BoundField) -> Params:
    attrs = bound.field.widget.attrs
    params: Params = {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": {"text": _text(bound.label)},
        "classes": attrs.get("class", ""),
        "attributes": {name: value for name, value in attrs.items() if name not in NOT_WANTED},
        **{name: attrs[name] for name in OWN_PARAMETERS if name in attrs},
    }
    if bound.help_text and not isinstance(bound.field.widget, forms.CheckboxInput):
        params["hint"] = {"text": _text(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": _text(bound.errors[0])}
    return params


def _input_type(widget: forms.Widget) -> str:
    return str(widget.attrs.get("type") or getattr(widget, "input_type", "text"))


def _fieldset(bound: BoundField) -> Params:
    return {"legend": {"text": _text(bound.label), "classes": "govuk-fieldset__legend--s"}}


def _one_checkbox(bound: BoundField) -> Params:
    item: Params = {"value": "on", "text": _text(bound.label), "checked": bool(bound.value())}
    if bound.help_text:
        item["hint"] = {"text": _text(bound.help_text)}
    return {"idPrefix": bound.auto_id, "items": [item]}


def _choices(bound: BoundField, **chosen: Any) -> Params:
    shown = {"fieldset": _fieldset(bound), "items": _items(bound)}
    return {"idPrefix": bound.auto_id, **shown, **chosen}


def _items(bound: BoundField) -> list[Params]:
    choices = bound.field.widget.choices
    return [{"value": _text(value), "text": _text(label)} for value, label in choices]


def _date(bound: BoundField, widget: forms.MultiWidget) -> Params:
    value = bound.value()
    parts: list[Any] = value if isinstance(value, list) else widget.decompress(value) or [""] * 3
    boxes = [
        {
            "id": f"{bound.auto_id}_{index}",
            "name": f"{bound.html_name}_{index}",
            "label": label,
            "classes": f"govuk-input--width-{width}"
            + (" govuk-input--error" if bound.errors else ""),
            "value": _text(part),
            **({"inputmode": "text"} if label == "Month" else {}),
        }
        for index, ((label, width), part) in enumerate(zip(DATE_BOXES, parts, strict=True))
    ]
    return {"fieldset": _fieldset(bound), "items": boxes}


def error_summary_params(*parts: forms.BaseForm | Iterable[BoundField] | None) -> Params | None:
    """What "There is a problem" lists: each error once, linked to the control that mends it.

    In the order of the page: a part is a form, or some of its fields.
    """
    errors = [error for part in parts if part is not None for error in _errors_of(part)]
    return {"titleText": "There is a problem", "errorList": errors} if errors else None


def _errors_of(part: forms.BaseForm | Iterable[BoundField]) -> list[Params]:
    if isinstance(part, forms.BaseForm):
        general = part.non_field_errors() if part.is_bound else []
    else:
        general = []
    linked = [
        {"text": _text(error), "href": f"#{_control_id(bound)}"}
        for bound in part
        if bound.form.is_bound
        for error in bound.errors
    ]
    return [{"text": _text(error)} for error in general] + linked


def _control_id(bound: BoundField) -> str:
    is_date = isinstance(bound.field.widget, forms.MultiWidget)
    return f"{bound.auto_id}_0" if is_date else bound.auto_id


def pagination_params(page: Page[Any], query: QueryDict) -> Params | None:
    """Links to the other pages of a list, which keep its filters; None when there is one page."""
    paginator = page.paginator
    if paginator.num_pages < 2:
        return None
    shown = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    params: Params = {"items": [_page_item(number, page, query) for number in shown]}
    if page.has_previous():
        params["previous"] = {"href": _page_link(page.previous_page_number(), query)}
    if page.has_next():
        params["next"] = {"href": _page_link(page.next_page_number(), query)}
    return params


def _page_item(number: int | str | Promise, page: Page[Any], query: QueryDict) -> Params:
    if not isinstance(number, int):
        return {"ellipsis": True}
    return {"number": number, "current": number == page.number, "href": _page_link(number, query)}


def _page_link(number: int, query: QueryDict) -> str:
    changed = query.copy()
    changed["page"] = str(number)
    return f"?{changed.urlencode()}"


def with_selected(options: SafeString, value: str) -> SafeString:
    """Options that were rendered once and kept, with the one of this value selected."""
    marked = f'value="{conditional_escape(value)}"'
    return SafeString(options.replace(marked, f"{marked} selected", 1)) if value else options


def _text(value: Any) -> str:
    return "" if value is None else str(value)
