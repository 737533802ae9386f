"""Addresses as they stand on a page."""

import pytest

from events.links import breakable


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ann@school.example", "ann@<wbr>school.example"),
        (
            "ann@st-marys-primary.westshire.sch.uk",
            "ann@<wbr>st-marys-primary<wbr>.westshire<wbr>.sch<wbr>.uk",
        ),
        ('"a@b"@x.example', "&quot;a@b&quot;@<wbr>x.example"),
        ("<b>nobody</b>", "&lt;b&gt;nobody&lt;/b&gt;"),
        ("", ""),
    ],
)
def test_a_narrow_screen_breaks_an_address_after_the_at(address, shown):
    assert breakable(address) == shown
