"""The pages' templates: what is escaped, what is a mistake, what is rendered once."""

import pytest
from django import forms
from django.template import engines
from jinja2 import UndefinedError


class Form(forms.Form):
    name = forms.CharField(label="Full name")
    uuid = forms.CharField(widget=forms.HiddenInput)


def render(source, **context):
    return engines["jinja2"].from_string(source).render(context)


def test_what_people_typed_is_escaped_in_pages():
    assert render("{{ name }}", name="<b>") == "&lt;b&gt;"


def test_plain_text_is_not_escaped():
    environment = engines["jinja2"].env

    assert environment.autoescape("emails/place_booked.txt") is False
    assert environment.autoescape("events/event.html") is True


@pytest.mark.parametrize("source", ["{{ nmae }}", "{% if nmae %}x{% endif %}", "{{ name.x }}"])
def test_a_name_that_nobody_gave_is_a_mistake(source):
    with pytest.raises(UndefinedError):
        render(source, name="Ann")


def test_an_empty_field_is_rendered_once_for_all():
    govuk = engines["jinja2"].env.globals["govuk"]

    assert govuk.field(Form()["name"]) is govuk.field(Form()["name"])


def test_an_answer_stands_in_its_own_field_only():
    govuk = engines["jinja2"].env.globals["govuk"]

    filled = govuk.field(Form({"name": 'Ann "<b>'})["name"])

    assert 'value="Ann &#34;&lt;b&gt;"' in filled
    assert "Ann" not in govuk.field(Form()["name"])


def test_a_hidden_field_has_no_label():
    assert "label" not in engines["jinja2"].env.globals["govuk"].field(Form()["uuid"])


def test_there_is_an_error_summary_only_when_there_are_errors():
    govuk = engines["jinja2"].env.globals["govuk"]

    assert govuk.errors(Form()) == ""
    assert "There is a problem" in govuk.errors(Form({}))


def test_json_cannot_end_the_script_that_it_stands_in():
    assert render("{{ data | script_json }}", data={"a": "</script>&é"}) == (
        '{"a": "\\u003C/script\\u003E\\u0026é"}'
    )
