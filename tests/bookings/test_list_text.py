"""The list of schools as people have it: zipped, in other encodings, saved by Excel."""

import codecs
import io

import pytest

from bookings.schools.gias_file import read_schools
from bookings.schools.list_text import FileRefused, read_list
from tests.bookings.edubase import WESTSHIRE, edubase, school
from tests.events.office_packages import corrupted, office_file, open_document, zipped
from tests.events.test_archives import FLAGS, SIZE, altered

NAMES = ["École Oakfield", "Ysgol y Ffôr", "St Mary’s", "Žižek Academy"]
ROWS = [school(100001 + n, EstablishmentName=name) for n, name in enumerate(NAMES)]
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
SPREADSHEET = (
    "The file is a spreadsheet. Open it, save it as CSV UTF-8 (comma delimited), then import that"
)
EMPTY = "The file is empty. Download it again from Get Information About Schools"
NO_LIST = (
    "The zip file holds no list of schools. "
    'Download "All establishment data" from Get Information About Schools'
)
LIST = edubase(*ROWS)
LINKS = b"URN,LinkURN,LinkName\r\n1,2,Oakfield\r\n"
ZIP = zipped({"edubasealldata20261101.csv": LIST})


def read(content):
    """(names, encoding) of our authority's schools."""
    text = read_list(io.BytesIO(content))
    schools = read_schools(text, local_authority=WESTSHIRE)
    return [listed.name for listed in schools], text.encoding


def refusal(content):
    with pytest.raises(FileRefused) as refused:
        read(content)
    return str(refused.value)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8"),
        ("cp1252", b"", "Windows-1252"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
    ],
)
def test_every_encoding_and_separator_is_read_and_named(codec, mark, encoding, separator):
    content = mark + edubase(*ROWS, encoding=codec, separator=separator)

    assert read(content) == (NAMES, encoding)


def test_a_value_may_hold_what_separates_elsewhere():
    named = school(EstablishmentName="Oak; Ash, \tElm", Town="A;B,C")

    for separator in ",;\t":
        assert read(edubase(named, separator=separator))[0] == ["Oak; Ash, Elm"]


@pytest.mark.parametrize(
    "inside",
    [
        {"edubasealldata20261101.csv": LIST},
        {"Extract/EDUBASE.CSV": LIST},
        {"links_edubasealldata20261101.csv": LINKS, "edubasealldata20261101.csv": LIST},
        {"list.csv": LIST, "__MACOSX/._list.csv": b"\0\5\x16\7", "read me.txt": "hello"},
    ],
)
def test_the_list_is_read_out_of_the_zip_file_as_it_is_downloaded(inside):
    assert read(zipped(inside)) == (NAMES, "Windows-1252")


def test_a_list_in_a_zip_file_may_be_unicode_text():
    content = codecs.BOM_UTF16_LE + edubase(*ROWS, encoding="utf-16-le", separator="\t")

    assert read(zipped({"list.csv": content})) == (NAMES, "UTF-16")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", EMPTY),
        (b"\r\n \r\n", EMPTY),
        (codecs.BOM_UTF8, EMPTY),
        (codecs.BOM_UTF16_LE, EMPTY),
        (b",,,\r\n,,,\r\n", EMPTY),
        (b"\0" * 4096, EMPTY),
        (zipped({"edubase.csv": b""}), NO_LIST),
        (office_file("xlsx"), SPREADSHEET),
        (open_document("application/vnd.oasis.opendocument.spreadsheet"), SPREADSHEET),
        (COMPOUND, SPREADSHEET),
        (zipped({}), NO_LIST),
        (zipped({"links.csv": LINKS, "a.txt": LIST}), NO_LIST),
        (
            zipped({"b.csv": LIST, "A.csv": LIST, "links.csv": LINKS}),
            "The zip file holds several lists of schools: a.csv and b.csv. "
            "Unpack it, then import one of them",
        ),
        (ZIP[:-10], "The zip file is damaged. Download it again"),
        (
            corrupted(ZIP, "edubasealldata20261101.csv"),
            "The zip file is damaged. Download it again",
        ),
        (
            altered(ZIP, "edubasealldata20261101.csv", FLAGS, 1),
            "The zip file is locked with a password. Unpack it, then import the CSV file in it",
        ),
        (
            altered(ZIP, "edubasealldata20261101.csv", SIZE, 301 * 1024 * 1024),
            "The zip file holds too much. Unpack it, then import the CSV file in it",
        ),
        (
            codecs.BOM_UTF16_LE + edubase(*ROWS, encoding="utf-16-le") + b"x",
            "Line 6: the text is not UTF-16. Save the file again",
        ),
        (
            codecs.BOM_UTF16_BE + edubase(ROWS[0], encoding="utf-16-be") + b"\xd8\0\0a",
            "Line 3: the text is not UTF-16. Save the file again",
        ),
        (
            b"<!DOCTYPE html>\n<title>Sorry, there is a problem</title>",
            "Line 1: the column LA (code) is missing. "
            "Download the list as CSV, with all its columns",
        ),
    ],
)
def test_what_is_no_list_is_told_what_to_do(content, sentence):
    assert refusal(content) == sentence


def elsewhere(urn=100009, name="Oakfield"):
    return school(urn, EstablishmentName=name, **{"LA (code)": "876"})


def mixed(*rows):
    """Each row, given with its encoding, in that."""
    columns = edubase().splitlines()[0]
    lines = [edubase(row, encoding=codec).splitlines()[1] for row, codec in rows]
    return b"\r\n".join([columns, *lines, b""])


@pytest.mark.parametrize("stray", [b"\xa3", b"\x92", b"\xe9", b"\x81", b"\xc3", b"\xff\xfe"])
def test_a_stray_byte_elsewhere_spoils_no_letter_of_ours(stray):
    content = edubase(*ROWS, elsewhere(), encoding="utf-8")
    strayed = content.replace(b"100009,876,Westshire", b"100009,876,Westshire" + stray)

    assert read(strayed) == (NAMES, "UTF-8, but Windows-1252 in line 6")


def test_a_row_in_another_encoding_is_read_by_itself():
    few = [(ROWS[0], "utf-8"), (ROWS[1], "cp1252"), (elsewhere(), "utf-8"), (ROWS[2], "utf-8")]
    many = [(ROWS[0], "utf-8"), *((row, "cp1252") for row in ROWS[1:])]

    assert read(mixed(*few)) == (NAMES[:3], "UTF-8, but Windows-1252 in line 3")
    assert read(mixed(*many)) == (NAMES, "Windows-1252, but UTF-8 in line 2")
    assert read(codecs.BOM_UTF8 + mixed(*few)) == (NAMES[:3], "UTF-8, but Windows-1252 in line 3")


def test_many_lines_are_named_in_short():
    rows = [(elsewhere(n, "É"), "cp1252") for n in range(7)]
    content = mixed(*rows[:2], *[(row, "utf-8") for row in ROWS])
    others = [(elsewhere(n, "É"), "utf-8") for n in range(8)]
    longer = mixed(*rows, *others, (ROWS[0], "utf-8"))

    assert read(content)[1] == "UTF-8, but Windows-1252 in lines 2 and 3"
    assert read(longer)[1] == "UTF-8, but Windows-1252 in lines 2, 3, 4, 5, 6 and 2 more"


@pytest.mark.parametrize(
    "name",
    [b"\xc3\x89cole \xe9", b"\xe9 St Mary\xe2\x80\x99s", b"Oak\x81", b"Oak \xf0\x9f\x8c\xb3\xa3"],
)
def test_a_row_of_ours_that_no_encoding_explains_is_refused_with_its_line(name):
    content = edubase(ROWS[0], school(EstablishmentName="NAME"), encoding="utf-8")

    assert refusal(content.replace(b"NAME", name)) == (
        "Line 3: some letters are neither UTF-8 nor Windows-1252, or both are mixed. "
        "Correct that line or download the file again"
    )


def test_the_line_is_found_in_a_row_of_several():
    row = school(EstablishmentName="Oak\r\nNAME\r\nSchool")
    content = edubase(elsewhere(), row).replace(b"NAME", b"\xc3\x89\xc9")

    assert refusal(content).startswith("Line 4: some letters")


class InPieces(io.BytesIO):
    """A file too large to be read at once."""

    def read(self, size=-1):
        assert 0 <= size <= 64 * 1024
        return super().read(size)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_file_of_any_size_is_read_in_pieces(encoding):
    rows = [elsewhere(200000 + number, "É" * 90) for number in range(2000)]
    file = InPieces(edubase(*rows, *ROWS, encoding=encoding))

    schools = read_schools(read_list(file), local_authority=WESTSHIRE)

    assert [school.name for school in schools] == NAMES


def test_a_zip_file_that_is_damaged_far_behind_its_beginning_is_told_so():
    others = [elsewhere(200000 + number, f"Oak {number * 7919}") for number in range(2000)]
    whole = zipped({"edubase.csv": edubase(*others, *ROWS)})
    middle = len(whole) // 2

    broken = whole[:middle] + bytes(100) + whole[middle + 100 :]

    assert refusal(broken) == "The zip file is damaged. Download it again"
