"""Guards that are found in the source: locks, refusals, policies, constraints; as mutations."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOCKED_ROW = "capacity.Event.objects.get(pk={})"
POLICY = re.compile(
    r"@(public|by_link|by_join_link|by_replaced_link|by_invitation_link|second_factor|administrator|organiser\(.*\))$"
)
METHODS = re.compile(r"@require_(safe|POST|http_methods\(.*\))$")
WITHOUT_LOCK = re.compile(r"\.select_for_update\([^()]*(\([^()]*\)[^()]*)*\)")
RULES = (  # where rules say no; what forms and files say of a value is not a guard
    "bookings/access.py",
    "bookings/lifecycle/",
    "bookings/mail/",
    "bookings/schools/importing.py",
    "bookings/teams/",
    "events/access.py",
    "events/archives.py",
    "events/command.py",
    "events/invitations.py",
    "events/lifecycle.py",
    "events/memberships.py",
    "events/office_files.py",
    "events/organisers.py",
    "events/uploads.py",
)
ORDER = '.order_by("pk")'


@dataclass(frozen=True)
class Mutant:
    """One file with one guard less."""

    kind: str
    path: str
    line: int
    guard: str
    text: str
    tests: tuple[str, ...] = ()  # those that have to fail; where none is named, any

    @property
    def name(self) -> str:
        return f"{self.path}:{self.guard}"


def every_mutant() -> list[Mutant]:
    return [
        mutant
        for app in ("events", "bookings")
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for kind in (locks, refusals, policies, constraints)
        for mutant in kind(path.relative_to(ROOT).as_posix(), path.read_text())
    ]


def locks(path: str, text: str) -> Iterator[Mutant]:
    for match in WITHOUT_LOCK.finditer(text):
        yield _cut("lock", path, text, match.span(), "", match[0])
    for match in re.finditer(r"capacity\.lock_event\(([\w.]+)\)", text):
        row = LOCKED_ROW.format(match[1])
        yield _cut("lock", path, text, match.span(), row, match[0])
    if path == "events/models/session.py":
        start = text.index(ORDER, text.index("def to_change"))
        yield _cut("lock", path, text, (start, start + len(ORDER)), '.order_by("?")', "in pk order")


def refusals(path: str, text: str) -> Iterator[Mutant]:
    """Where a rule says no, with an exception or with an answer."""
    if not path.startswith(RULES):
        return
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.If) or not says_no(path, node):
            continue
        condition = ast.get_source_segment(text, node.test) or ""
        start = _offset(lines, node.test.lineno, node.test.col_offset)
        yield _cut(
            "refusal",
            path,
            text,
            (start, start + len(condition)),
            f"False and ({condition})",
            f"if {' '.join(condition.split())}",
        )


def says_no(path: str, node: ast.If) -> bool:
    """Whether it raises or returns a refusal, or sends a visitor somewhere else."""
    first = node.body[0]
    if isinstance(first, ast.Return):
        answer = ast.unparse(first)
        return "redirect" in answer or answer.endswith("(session)")
    return isinstance(first, ast.Raise)


def policies(path: str, text: str) -> Iterator[Mutant]:
    """A decorator of a view that says who may call it, and how."""
    if "/views/" not in path:
        return
    for match in re.finditer(r"^(@.*)\n(?:@.*\n)*def (\w+)", text, re.MULTILINE):
        start, view = match.start(), match[2]
        for line in match[0].splitlines()[:-1]:
            end = start + len(line)
            if POLICY.match(line) or METHODS.match(line):
                yield _cut("policy", path, text, (start, end + 1), "", f"{line} of {view}")
            if line.startswith("@organiser("):
                loose = '@organiser("organiser", "assistant", "partner", "check_in")'
                if "Role.values" not in line:
                    yield _cut("policy", path, text, (start, end), loose, f"roles of {view}")
            start = end + 1


def constraints(path: str, text: str) -> Iterator[Mutant]:
    if "/models/" not in path:
        return
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if not is_call or node.func.attr not in {"CheckConstraint", "UniqueConstraint"}:
            continue
        [name] = [word.value.value for word in node.keywords if word.arg == "name"]
        start = _offset(lines, node.lineno, node.col_offset)
        end = _offset(lines, node.end_lineno or 0, node.end_col_offset or 0)
        end += len(text[end:]) - len(text[end:].lstrip(","))
        yield _cut("constraint", path, text, (start, end), "", name)


def _offset(lines: list[str], line: int, column: int) -> int:
    """Where that is in the text; the parser counts columns in UTF-8."""
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def _cut(
    kind: str, path: str, text: str, span: tuple[int, int], instead: str, guard: str
) -> Mutant:
    start, end = span
    line = text.count("\n", 0, start) + 1
    return Mutant(kind, path, line, " ".join(guard.split()), text[:start] + instead + text[end:])
