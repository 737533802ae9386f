"""Organisers' Markdown as clean HTML."""

import pytest

from events import markdown


def test_markdown_becomes_paragraphs_lists_and_links():
    assert markdown.render_markdown("Bring:\n\n- *a pen*\n- [map](https://x.example/)") == (
        "<p>Bring:</p>\n<ul>\n<li><em>a pen</em></li>\n"
        '<li><a href="https://x.example/" rel="noopener noreferrer">map</a></li>\n</ul>\n'
    )


def test_a_heading_never_stands_above_the_pages_own():
    assert markdown.render_markdown("# One\n\n#### Four") == "<h2>One</h2>\n<h3>Four</h3>\n"


@pytest.mark.parametrize(
    ("pasted", "link"),
    [
        ("https://x.example/a?b=1&c=2", "https://x.example/a?b=1&amp;c=2"),
        ("www.kent.gov.uk", "https://www.kent.gov.uk"),
        ("http://kelsi.org.uk/a", "http://kelsi.org.uk/a"),
        ("kelsi.org.uk", "https://kelsi.org.uk"),
        ("www.nga.info", "https://www.nga.info"),
        ("send@westshire.gov.uk", "mailto:send@westshire.gov.uk"),
    ],
)
def test_an_address_that_was_pasted_becomes_a_link(pasted, link):
    shown = pasted.replace("&", "&amp;")

    assert markdown.render_markdown(f"See {pasted}.") == (
        f'<p>See <a href="{link}" rel="noopener noreferrer">{shown}</a>.</p>\n'
    )


@pytest.mark.parametrize(
    "plain",
    [
        "post.16 and St.Mary",
        "until Year 6.In May",
        "ASP.NET for Year 6.UK",
        "9.30am to 11.00am",
        "javascript:alert(1)",
    ],
)
def test_what_only_looks_like_an_address_stays_text(plain):
    assert markdown.render_markdown(plain) == f"<p>{plain}</p>\n"


def test_markup_that_was_typed_is_shown_as_it_was_typed():
    typed = '<a href="https://x.example" style="position:fixed">x</a>'

    assert markdown.render_markdown(typed) == (
        '<p>&lt;a href="<a href="https://x.example" rel="noopener noreferrer">https://x.example</a>"'
        ' style="position:fixed"&gt;x&lt;/a&gt;</p>\n'
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://tracker.example/x.png)",
        '<img src=x onerror="alert(1)">',
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_nothing_in_markdown_runs_loads_or_restyles(hostile):
    rendered = markdown.render_markdown(hostile)

    assert not any(mark in rendered for mark in ("<script", "<img", "<a "))
