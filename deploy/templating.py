"""The Jinja2 environment of pages and mails: its names, its filters, the GOV.UK components."""

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from jinja2 import (
    Environment,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    select_autoescape,
)

from deploy import navigation
from events import cards, counting, dates, file_sizes, govuk, joining, links, markdown

SERVICE_WORDS = (
    "SERVICE_NAME",
    "COUNCIL_NAME",
    "CONTACT_EMAIL",
    "CONTACT_TELEPHONE",
    "SITE_ADDRESS",
)
FILTERS = (
    cards.audience_in_words,
    cards.describe_held,
    cards.describe_place,
    dates.format_date,
    dates.format_short_date,
    dates.format_month,
    dates.format_time,
    dates.format_moment,
    dates.format_session_when,
    file_sizes.describe_file,
    file_sizes.format_size,
    joining.once_booked,
    links.accessible_address,
    links.breakable,
    links.breakable_name,
    links.document_address,
    links.host,
    links.web_link,
    markdown.render_markdown,
)
IN_A_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class Components:
    """The GOV.UK macros as `govuk.button({...})`; each file is loaded at its first use.

    They have an environment of their own because they look up names that nobody has set, which in
    our templates is a mistake.
    """

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            autoescape=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._empty_field = lru_cache(maxsize=512)(self._render_from_json)
        self._bar = lru_cache(maxsize=128)(self._render_bar)

    def __getattr__(self, name: str) -> Callable[..., SafeString]:
        path = f"govuk_frontend_jinja/components/{name.replace('_', '-')}/macro.html"
        module = self._environment.get_template(path).module
        macro: Callable[..., SafeString] = getattr(module, f"govuk{name.title().replace('_', '')}")
        setattr(self, name, macro)
        return macro

    def field(self, bound: BoundField, **overrides: Any) -> SafeString:
        """A form's field with its label, hint and error, by its widget."""
        if bound.is_hidden:
            return govuk.hidden_input(bound)
        macro, params = govuk.field_params(bound, **overrides)
        if bound.form.is_bound or bound.value():
            return self._render(macro, params)
        return self._empty_field(macro, json.dumps(params, default=str))

    def navigation(self, section: str, request: HttpRequest | None) -> SafeString:
        """The bar with the service's name; `section` is the URL name of the page that it marks."""
        return self._bar(section, tuple(navigation.pages_beside(section, request).items()))

    def _render_bar(self, section: str, pages: tuple[tuple[str, str], ...]) -> SafeString:
        items = [
            {"text": text, "href": reverse(name), "active": name == section} for name, text in pages
        ]
        home = {"serviceName": settings.SERVICE_NAME, "serviceUrl": reverse("events_list")}
        return self._render("service_navigation", {**home, "navigation": items})

    def _render(self, macro: str, params: govuk.Params) -> SafeString:
        rendered: SafeString = getattr(self, macro)(params)
        return rendered

    def _render_from_json(self, macro: str, params: str) -> SafeString:
        """Rendered once for all visitors: an empty field is the same for each."""
        return self._render(macro, json.loads(params))

    def errors(self, *parts: BaseForm | Iterable[BoundField] | None) -> SafeString:
        """The error summary of these forms, or fields, in their order; or nothing."""
        params = govuk.error_summary_params(*parts)
        part_of_page = {"attributes": {"id": "error-summary", "tabindex": "-1"}}
        return self.error_summary(params | part_of_page) if params else SafeString("")


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def script_json(value: Any) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(IN_A_SCRIPT))  # noqa: S308 - escaped here


def service_words(request: HttpRequest | None = None) -> dict[str, str]:
    """What this installation calls itself, for both kinds of templates."""
    return {name: getattr(settings, name) for name in SERVICE_WORDS}


def environment(**options: Any) -> Environment:
    options |= {"autoescape": select_autoescape(("html",)), "undefined": StrictUndefined}
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - by extension
    made.globals |= {
        **service_words(),
        "url": url,
        "static": static,
        "govuk": Components(),
        "pagination_params": govuk.pagination_params,
        "with_selected": govuk.with_selected,
        "format_time_range": dates.format_time_range,
        "count": counting.count,
    }
    made.filters |= {filter_.__name__: filter_ for filter_ in (*FILTERS, script_json)}
    return made
