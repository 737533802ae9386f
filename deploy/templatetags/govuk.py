"""The GOV.UK components for the Django templates of the sign-in pages: the same as everywhere."""

from typing import cast

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.template import engines
from django.utils.safestring import SafeString
from jinja2 import Environment

from deploy import templating
from deploy.identity_provider import IdentityProvider
from deploy.templating import Components

register = template.Library()


def _environment() -> Environment:
    return cast(Environment, engines["jinja2"].env)  # type: ignore[attr-defined]  # Jinja2's has it


def _components() -> Components:
    return cast(Components, _environment().globals["govuk"])


@register.filter
def script_json(value: object) -> SafeString:
    return templating.script_json(value)


@register.simple_tag
def identity_provider() -> IdentityProvider | None:
    provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
    return provider


@register.simple_tag
def govuk_field(bound: BoundField) -> SafeString:
    return _components().field(bound)


@register.simple_tag
def govuk_errors(*given: forms.BaseForm | str) -> SafeString:
    """Of these forms, of which a page may have none: that is an empty text here."""
    return _components().errors(*(form for form in given if isinstance(form, forms.BaseForm)))


@register.simple_tag(takes_context=True)
def page_part(context: template.Context, name: str, section: str = "") -> SafeString:
    """A part of the pages that both kinds of templates share."""
    part = _environment().get_template(f"partials/{name}.html")
    return SafeString(part.render(section=section, request=context["request"]))
