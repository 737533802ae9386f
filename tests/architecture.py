"""Read the source as a tree: who imports whom, how long modules are, which names are taken."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent
ORDER = ["events", "bookings", "deploy"]  # each may import those before it
LONGEST = 300
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "services", "constants"}
NAMED = re.compile(r"bookings(\.\w+|/[\w./-]+)")
EXCUSE = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b(?P<rest>.*)")
REASON = re.compile(r"^(?::?\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w, -]+\])\s*(?:#|-|\()\s*\w.{3,}")


WAITING_STEPS = "bookings/lifecycle/waiting_steps.py"
SESSION_LIFECYCLE = ("events/lifecycle.py",)
WRITERS = {  # field: the modules that alone may write it, of events' models and of bookings'
    "events": {
        "revision": ("events/revisions.py",),
        "feed_sequence": ("events/revisions.py",),
        "schedule_sequence": ("events/revisions.py",),
        "changed_at": ("events/revisions.py",),
        "places_taken": ("events/capacity.py",),
        "places_to_claim": ("events/capacity.py",),
        "waiting_first_until": ("events/capacity.py",),
        "state": SESSION_LIFECYCLE,
        "cancelled_at": SESSION_LIFECYCLE,
        "published_at": SESSION_LIFECYCLE,
    },
    "deploy": {
        **dict.fromkeys(("feed_sequence", "places_taken", "cancelled_at"), ()),
        **dict.fromkeys(("places_to_claim", "rank", "offered_at", "told_free_at"), ()),
        "state": ("deploy/bench/bare.py", "deploy/bench/crowd.py"),  # rows to be measured with
    },
    "bookings": {
        "revision": (),
        "feed_sequence": (),
        "schedule_sequence": (),
        "places_taken": (),
        "places_to_claim": (),
        "waiting_first_until": (),
        "cancelled_at": ("bookings/lifecycle/steps.py",),
        "state": ("bookings/lifecycle/steps.py", "bookings/mail/delivery.py", WAITING_STEPS),
        **dict.fromkeys(("rank", "offered_at", "told_free_at"), (WAITING_STEPS,)),
        "replaced_at": ("bookings/lifecycle/attendees.py",),
    },
}
REVISING = {"touch", "reword", "reschedule"}
WRITING = {"create", "update", "get_or_create", "update_or_create", *REVISING}
NAMING_FIELDS = {"bulk_update", "save"}


@dataclass(frozen=True)
class Module:
    """One file of ours."""

    path: str
    text: str

    @property
    def app(self) -> str:
        return self.path.partition("/")[0]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


def modules(*folders: str) -> list[Module]:
    return [
        Module(path.relative_to(ROOT).as_posix(), path.read_text())
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not {"migrations", "node_modules"} & set(path.parts)
    ]


def imports(module: Module) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it the import stands."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def imports_against_the_direction(module: Module) -> list[str]:
    beyond = ORDER[ORDER.index(module.app) + 1 :]
    return [
        f"{module.path} imports {name}"
        for name in imports(module)
        if name.partition(".")[0] in beyond
    ]


def internals_that_may_change(module: Module) -> list[str]:
    """What a package keeps to itself may be used where one version of it is named, no other."""
    return [
        f"{module.path} imports {name}"
        for name in imports(module)
        if "internal" in name.split(".") and not is_pinned(name.partition(".")[0])
    ]


@cache
def is_pinned(package: str) -> bool:
    [distribution] = packages_distributions()[package]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    return any(re.match(rf"{distribution}(\[\w+\])?==", line) for line in wanted)


def reverse_names() -> set[str]:
    """What Django calls the way from a model of events back to one of bookings."""
    return {
        name
        for model in apps.get_app_config("events").get_models()
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "bookings"
        for name in [relation.get_accessor_name(), relation.name]
        if name
    }


def names_of_bookings(module: Module) -> list[str]:
    """Events neither names bookings or a file of it in a string nor follows a relation back."""
    backwards, found = reverse_names(), []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and NAMED.fullmatch(str(node.value)):
            found.append(f"{module.path}:{node.lineno} names {node.value!r}")
        elif isinstance(node, ast.Attribute) and node.attr in backwards:
            found.append(f"{module.path}:{node.lineno} follows .{node.attr}")
        elif isinstance(node, ast.keyword) and (node.arg or "").split("__")[0] in backwards:
            found.append(f"{module.path}:{node.lineno} looks up {node.arg}")
    return found


def written_elsewhere(module: Module) -> list[str]:
    """What one module alone writes: assigned, or handed to what writes a row, anywhere else."""
    writers = WRITERS.get(module.app, {})
    return [
        f"{module.path}:{line} writes {name}"
        for name, line in written_fields(module)
        if name in writers and module.path not in writers[name]
    ]


def written_fields(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Call) and is_writing(node.func):
            yield from ((word.arg, node.lineno) for word in node.keywords if word.arg)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in NAMING_FIELDS:
            named = (part for part in ast.walk(node) if isinstance(part, ast.Constant))
            yield from ((str(part.value), node.lineno) for part in named)


def is_writing(called: ast.expr) -> bool:
    """A method that writes rows, or a model that makes one."""
    if isinstance(called, ast.Attribute):
        return called.attr in WRITING
    return isinstance(called, ast.Name) and called.id in {"Event", "Session", "Booking", "Attendee"}


def too_long(module: Module) -> list[str]:
    lines = len(module.text.splitlines())
    return [f"{module.path} has {lines} lines"] if lines > LONGEST else []


def says_nothing(module: Module) -> list[str]:
    return [module.path] if Path(module.path).stem in NAMES_THAT_SAY_NOTHING else []


def models_that_import_their_app(module: Module) -> list[str]:
    """Models stand at the bottom of their app."""
    if "/models" not in module.path:
        return []
    return [
        f"{module.path} imports {name}"
        for name in imports(module)
        if name.startswith(f"{module.app}.") and not name.startswith(f"{module.app}.models")
    ]


def unexplained_excuses(module: Module) -> list[str]:
    """A rule may be broken where the line says why."""
    return [
        f"{module.path}:{token.start[0]}"
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline)
        if token.type == tokenize.COMMENT
        for excuse in [EXCUSE.search(token.string)]
        if excuse and not REASON.match(excuse["rest"].strip())
    ]


def without_docstring(module: Module) -> list[str]:
    return [] if not module.text.strip() or ast.get_docstring(module.tree) else [module.path]
