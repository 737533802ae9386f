"""What the GOV.UK macros are told of a form's fields."""

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.safestring import SafeString

from events import govuk


class DateBoxes(forms.MultiWidget):
    def __init__(self):
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DateInBoxes(forms.MultiValueField):
    def __init__(self, **kwargs):
        super().__init__([forms.CharField(), forms.CharField(), forms.CharField()], **kwargs)


class Answers(forms.Form):
    name = forms.CharField(
        label="Full name",
        max_length=100,
        help_text="As on your badge",
        error_messages={"required": "Enter your full name"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "wide", "data-x": "1"}),
    )
    email = forms.EmailField(label="Work email")
    telephone = forms.CharField(label="Telephone", widget=forms.TextInput(attrs={"type": "tel"}))
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}))
    size = forms.ChoiceField(label="Size", choices=[("", "Select a size"), ("s", "Small")])
    session = forms.ChoiceField(
        label="Session",
        choices=[("a", "Monday"), ("b", "Tuesday")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select the session you will attend"},
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "One")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="I agree")
    held_on = DateInBoxes(
        label="Date", widget=DateBoxes, error_messages={"required": "Enter the date"}
    )
    paper = forms.FileField(label="Agenda")
    uuid = forms.CharField(widget=forms.HiddenInput)


def blank(name):
    return govuk.field_params(Answers()[name])


def test_a_text_field_has_label_hint_and_its_own_attributes_but_no_length_limit():
    assert blank("name") == (
        "input",
        {
            "id": "id_name",
            "name": "name",
            "label": {"text": "Full name"},
            "classes": "wide",
            "attributes": {"data-x": "1"},
            "autocomplete": "name",
            "hint": {"text": "As on your badge"},
            "value": "",
            "type": "text",
        },
    )


def test_the_widget_decides_the_macro():
    assert {name: blank(name)[0] for name in Answers.base_fields} == {
        "name": "input",
        "email": "input",
        "telephone": "input",
        "notes": "textarea",
        "size": "select",
        "session": "radios",
        "days": "checkboxes",
        "agreed": "checkboxes",
        "held_on": "date_input",
        "paper": "file_upload",
        "uuid": "input",
    }


def test_the_type_of_an_input_is_the_widgets():
    assert [blank(name)[1]["type"] for name in ("email", "telephone")] == ["email", "tel"]


def test_what_was_typed_is_passed_as_text_never_as_markup():
    form = Answers({"name": "<b>Ann</b>", "notes": "<script>"})

    assert govuk.field_params(form["name"])[1]["value"] == "<b>Ann</b>"
    assert govuk.field_params(form["notes"])[1]["value"] == "<script>"
    assert "html" not in str(govuk.field_params(form["name"]))


def test_an_error_is_shown_in_its_own_words():
    params = govuk.field_params(Answers({})["name"])[1]

    assert params["errorMessage"] == {"text": "Enter your full name"}


def test_radios_have_a_legend_and_nothing_chosen_beforehand():
    params = blank("session")[1]

    assert params["fieldset"] == {
        "legend": {"text": "Session", "classes": "govuk-fieldset__legend--s"}
    }
    assert params["items"] == [
        {"value": "a", "text": "Monday"},
        {"value": "b", "text": "Tuesday"},
    ]
    assert (params["idPrefix"], params["value"]) == ("id_session", "")


def test_choices_that_were_made_stay_made():
    form = Answers({"session": "b", "days": ["1"], "size": "s", "agreed": "on"})

    assert govuk.field_params(form["session"])[1]["value"] == "b"
    assert govuk.field_params(form["days"])[1]["values"] == ["1"]
    assert govuk.field_params(form["size"])[1]["value"] == "s"
    assert govuk.field_params(form["agreed"])[1]["items"] == [
        {"value": "on", "text": "I agree", "checked": True}
    ]


def test_a_date_has_three_boxes_that_keep_what_was_typed():
    form = Answers({"held_on_0": "27", "held_on_1": "nov", "held_on_2": ""})

    items = govuk.field_params(form["held_on"])[1]["items"]

    assert [(item["id"], item["name"], item["label"], item["value"]) for item in items] == [
        ("id_held_on_0", "held_on_0", "Day", "27"),
        ("id_held_on_1", "held_on_1", "Month", "nov"),
        ("id_held_on_2", "held_on_2", "Year", ""),
    ]


def test_a_date_without_an_answer_has_three_empty_boxes():
    assert [item["value"] for item in blank("held_on")[1]["items"]] == ["", "", ""]


def test_parameters_given_by_the_page_win():
    _, params = govuk.field_params(Answers()["name"], label={"text": "Their full name"})

    assert params["label"] == {"text": "Their full name"}


def test_a_choice_can_reveal_more():
    revealed = SafeString("<p>more</p>")

    _, params = govuk.field_params(Answers()["agreed"], reveals={"on": revealed})

    assert params["items"] == [
        {
            "value": "on",
            "text": "I agree",
            "checked": False,
            "conditional": {"html": revealed},
        }
    ]


def test_the_hint_of_a_single_box_stands_under_its_label():
    form = Answers()
    form.fields["agreed"].help_text = "You can change this later"

    _, params = govuk.field_params(form["agreed"])

    assert params["items"][0]["hint"] == {"text": "You can change this later"}
    assert "hint" not in params


def test_a_hidden_field_is_escaped():
    assert govuk.hidden_input(Answers({"uuid": '"><b>'})["uuid"]) == (
        '<input id="id_uuid" name="uuid" type="hidden" value="&quot;&gt;&lt;b&gt;">'
    )


def test_the_summary_links_each_error_to_its_control():
    form = Answers(
        {"name": "", "email": "a@b.example", "telephone": "1", "notes": "n", "size": "s"}
        | {"days": ["1"], "agreed": "on", "uuid": "u"},
        {"paper": None},
    )
    form.fields["paper"].required = False
    form.add_error(None, "Add a session")

    assert govuk.error_summary_params(None, form) == {
        "titleText": "There is a problem",
        "errorList": [
            {"text": "Add a session"},
            {"text": "Enter your full name", "href": "#id_name"},
            {"text": "Select the session you will attend", "href": "#id_session"},
            {"text": "Enter the date", "href": "#id_held_on_0"},
        ],
    }


def test_there_is_no_summary_without_errors():
    assert govuk.error_summary_params(Answers()) is None


def test_pages_keep_the_filters_of_the_list():
    page = Paginator(range(50), 10).page(2)

    params = govuk.pagination_params(page, QueryDict("audience=heads&page=2"))

    assert params == {
        "items": [
            {"number": 1, "current": False, "href": "?audience=heads&page=1"},
            {"number": 2, "current": True, "href": "?audience=heads&page=2"},
            {"number": 3, "current": False, "href": "?audience=heads&page=3"},
            {"number": 4, "current": False, "href": "?audience=heads&page=4"},
            {"number": 5, "current": False, "href": "?audience=heads&page=5"},
        ],
        "previous": {"href": "?audience=heads&page=1"},
        "next": {"href": "?audience=heads&page=3"},
    }


def test_long_lists_of_pages_are_shortened_and_end_without_a_next():
    params = govuk.pagination_params(Paginator(range(200), 10).page(20), QueryDict())

    assert params["items"] == [
        {"number": 1, "current": False, "href": "?page=1"},
        {"ellipsis": True},
        {"number": 19, "current": False, "href": "?page=19"},
        {"number": 20, "current": True, "href": "?page=20"},
    ]
    assert "next" not in params


def test_the_first_page_has_no_previous():
    assert "previous" not in govuk.pagination_params(Paginator("abc", 1).page(1), QueryDict())


def test_one_page_needs_no_pagination():
    assert govuk.pagination_params(Paginator([1], 10).page(1), QueryDict()) is None


def test_one_of_the_kept_options_is_selected():
    options = SafeString('<option value="a">A</option><option value="b">B</option>')

    assert govuk.with_selected(options, "b") == (
        '<option value="a">A</option><option value="b" selected>B</option>'
    )
    assert govuk.with_selected(options, "") == options
    assert govuk.with_selected(options, '"><script>') == options
