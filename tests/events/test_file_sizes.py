"""File sizes as people see them."""

import pytest

from events import file_sizes


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (189133, "184.7 KB"),
        (1048570, "1.0 MB"),
        (1468006, "1.4 MB"),
    ],
)
def test_a_size_is_told_in_the_unit_that_fits(size, words):
    assert file_sizes.format_size(size) == words


def test_a_file_is_described_by_type_and_size():
    assert file_sizes.describe_file("pdf", 189133) == "PDF, 184.7 KB"
