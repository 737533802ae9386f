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
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://tracker.example/x.png)",
        '<img src=x onerror="alert(1)">',
        '<a href="https://x.example" style="position:fixed">x</a>',
        "[x](data:text/html,<script>alert(1)</script>)",
    ],
)
def test_nothing_in_markdown_runs_loads_or_restyles(hostile):
    rendered = markdown.render_markdown(hostile)

    assert not any(mark in rendered for mark in ("<script", "<img", "<a "))
