"""The table of guards against attacks: each is where it says, once, and its test exists."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.architecture import ROOT
from tests.mutants.attacks import GUARDS, Guard, NoGuard

ATTACKS = ROOT / "tests" / "attacks"
LINK = re.compile(r"\]\(([^):#]+)")
TEXT = "def f():\n    if asked:\n        return 1\n"


@cache
def defined_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: f"{guard.path}: {guard.name}")
def test_a_guard_can_be_taken_out_and_a_test_is_named_that_misses_it(guard):
    without = guard.taken_out().text
    file, _, test = guard.test.partition("::")

    assert without != (ROOT / guard.path).read_text()
    if guard.path.endswith(".py"):
        ast.parse(without)
    assert test in defined_in(ATTACKS / file)


def test_no_two_guards_of_a_file_have_one_name():
    assert max(Counter((guard.path, guard.name) for guard in GUARDS).values()) == 1


def test_every_file_of_attacks_is_of_use_to_a_guard():
    named = {guard.test.partition("::")[0] for guard in GUARDS}

    assert {path.name for path in ATTACKS.glob("test_*.py")} == named


def test_every_file_of_attacks_is_told_in_the_docs():
    told = LINK.findall((ROOT / "docs" / "security.md").read_text())

    assert {path.name for path in ATTACKS.glob("test_*.py")} <= {Path(link).name for link in told}
    assert [link for link in told if not (ROOT / "docs" / link).is_file()] == []


@pytest.mark.parametrize(
    ("anchor", "sentence"),
    [
        ("if it_was_renamed:", "guarded.py has no longer: if it_was_renamed:"),
        ("\n    if asked_twice:\n", "guarded.py has no longer: if asked_twice:"),
        ("return 1\n\n", "guarded.py has no longer: return 1"),
        ("e", "guarded.py has more than once: e"),
        ("    ", "guarded.py has more than once: "),
    ],
)
def test_a_guard_that_is_gone_or_not_alone_is_told(anchor, sentence, tmp_path):
    (tmp_path / "guarded.py").write_text(TEXT)

    with pytest.raises(NoGuard) as told:
        Guard("asks", "guarded.py", anchor, "", "test_x.py::test_y").taken_out(tmp_path)

    assert str(told.value) == sentence


def test_a_guard_is_taken_out_and_nothing_else(tmp_path):
    (tmp_path / "guarded.py").write_text(TEXT)
    guard = Guard("asks", "guarded.py", "if asked:", "if True:", "test_x.py::test_y")

    mutant = guard.taken_out(tmp_path)

    assert mutant.text == "def f():\n    if True:\n        return 1\n"
    assert (mutant.kind, mutant.line, mutant.name) == ("attack", 2, "guarded.py:asks")
    assert mutant.tests == ("tests/attacks/test_x.py::test_y",)
