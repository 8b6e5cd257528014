"""What the reference reads off the package: names, commands, exit statuses.

A page has a line ``<!-- room: smsplan.planning -->``, ``<!-- commands -->`` and so on,
which becomes Markdown while the site is built; nothing of it is written twice.
"""

import ast
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from importlib import import_module
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any, Final, get_origin

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from typer.main import get_command

import smsplan
from smsplan import providers
from smsplan.cli.app import COMMANDS, load
from smsplan.cli.app import app as command_line
from smsplan.cli.configuration import EXPECTED
from smsplan.cli.output import Status
from smsplan.destinations import countries
from smsplan.errors import _LIBRARIES
from smsplan.schema import schema

ROOMS: Final = (
    *(
        "smsplan",
        "smsplan.errors",
        "smsplan.planning",
        "smsplan.providers",
        "smsplan.linting",
        "smsplan.findings",
    ),
    *("smsplan.templates", "smsplan.destinations.msisdn", "smsplan.destinations.sender"),
    "smsplan.destinations.channels",
    "smsplan.destinations.countries",
    *("smsplan.destinations.rates", "smsplan.gateway", "smsplan.gateway.client", "smsplan.wire"),
    *("smsplan.columns", "smsplan.campaign", "smsplan.campaign.files", "smsplan.spark"),
    *("smsplan.catalogs", "smsplan.sandbox", "smsplan.sandbox.fixture", "smsplan.sandbox.faults"),
    *("smsplan.sandbox.outcomes", "smsplan.strategies", "smsplan.schema", "smsplan.rcs"),
)
"""The modules that a caller may import from."""


def public_names(room: str) -> list[str]:
    """List a room's names for callers: its ``__all__``, or all that it defines but underscored."""
    module = import_module(room)
    if hasattr(module, "__all__"):
        return list(module.__all__)
    return [name for name in _defined(module) if not name.startswith("_")]


def _defined(module: ModuleType) -> Iterator[str]:
    """Walk the classes, functions and constants that a module itself defines, in their order."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def _is_called(found: object) -> bool:
    """Return whether this is a function or a class, and no alias of a type."""
    return callable(found) and get_origin(found) is None


def _defining(room: str, name: str) -> str:
    """Find the module whose source defines a name of a room."""
    found = getattr(import_module(room), name)
    if isinstance(found, ModuleType):
        return found.__name__.rpartition(".")[0]
    own = getattr(found, "__module__", None) if _is_called(found) else None
    if own:
        return str(own)
    for module, loaded in sorted(sys.modules.items()):
        if module.startswith("smsplan.") and vars(loaded).get(name) is found:
            try:
                names = set(_defined(loaded))
            except (OSError, TypeError):
                continue
            if name in names:
                return module
    return room


def _full(room: str, name: str) -> str:
    """Give the name under which an object is defined: the same for all its public names."""
    return f"{_defining(room, name)}.{name}"


def homes() -> dict[str, str]:
    """Map each public name to the one under which it is described: the shortest.

    So ``smsplan.planning.plan`` leads to ``smsplan.plan``, which a caller would import.
    """
    described: dict[str, str] = {}
    found = {}
    for room in ROOMS:
        for name in public_names(room):
            full = _full(room, name)
            public = f"{room}.{name}"
            found[public] = described.setdefault(full, public)
            found.setdefault(full, described[full])
    return found


_MAX_VALUE: Final = 60
"""Characters of a value that is shown."""


def _directive(kind: str, name: str, *options: str) -> list[str]:
    return [f".. {kind}:: {name}", *(f"   {option}" for option in options), ""]


def _described(room: str, name: str) -> list[str]:
    """Write the directive that describes an object."""
    found = getattr(import_module(room), name)
    public = f"{room}.{name}"
    if isinstance(found, type) and issubclass(found, Enum):
        return _directive("autoclass", public, ":no-index-entry:", ":members:", ":undoc-members:")
    if isinstance(found, type):
        bases = [":show-inheritance:"] if issubclass(found, Exception) else []
        return _directive("autoclass", public, ":members:", ":exclude-members: SHAPE", *bases)
    if _is_called(found):
        return _directive("autofunction", public)
    value = repr(found)
    shown = [f":value: {value}"] if len(value) < _MAX_VALUE and "<" not in value else []
    text = _comment(_defining(room, name), name)
    lines = _directive("py:data", name, f":module: {room}", *shown)
    return [*lines, *(f"   {line}" for line in text.splitlines()), ""]


def _comment(module: str, name: str) -> str:
    """Find the string that follows an assignment."""
    body = ast.parse(inspect.getsource(import_module(module))).body
    for node, following in pairwise(body):
        target = getattr(node, "target", None) or (getattr(node, "targets", None) or [None])[0]
        if isinstance(target, ast.Name) and target.id == name:
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                return inspect.cleandoc(str(following.value.value))
            break
    return ""


def _place(public: tuple[str, str]) -> tuple[bool, int]:
    """Put what most callers need first, which the top level has too; then by :func:`_rank`."""
    return public[0] != "smsplan", _rank(public)


def _rank(public: tuple[str, str]) -> int:
    """Put functions first, then classes, choices among values, and constants."""
    found = getattr(import_module(public[0]), public[1])
    if isinstance(found, type):
        return 2 if issubclass(found, Enum) else 1
    return 0 if _is_called(found) else 3


def room(name: str) -> list[str]:
    """Describe a module, the names that are described here, and where the others are."""
    known = homes()
    shorter = {full: public for full, public in known.items() if full == public}
    here, there = [], []
    for each in public_names(name):
        home = known[f"{name}.{each}"]
        if name != "smsplan" and home.rpartition(".")[0] == "smsplan":
            here.append(("smsplan", each))
        elif home in shorter and home == f"{name}.{each}":
            here.append((name, each))
        else:
            there.append(home)
    lines = _directive("automodule", name, ":no-members:")
    for module, each in sorted(here, key=_place):
        lines += _described(module, each)
    if there:
        lines += ["Also here: " + ", ".join(f":py:obj:`{home}`" for home in there) + ".", ""]
    return ["```{eval-rst}", *lines, "```"]


def top(_: str) -> list[str]:
    """List the names of the top level, each with a sentence."""
    lines = ["| name | |", "|---|---|"]
    names = [("smsplan", name) for name in smsplan.__all__]
    for _, name in sorted(names, key=lambda public: (public[1].endswith("Error"), _rank(public))):
        found = getattr(smsplan, name)
        text = inspect.getdoc(found) or ""
        if not (callable(found) or isinstance(found, ModuleType)):
            text = _comment(_defining("smsplan", name), name) or "The version that is installed."
        sentence = " ".join(text.partition("\n\n")[0].split()).replace("|", "\\|")
        sentence = re.sub(r":\w+:`~?([\w.]+)`", r"`\1`", sentence).replace("``", "`")
        role = "py:mod" if isinstance(found, ModuleType) else "py:obj"
        target = found.__name__ if isinstance(found, ModuleType) else f"smsplan.{name}"
        lines.append(f"| {{{role}}}`{name} <{target}>` | {sentence} |")
    version = _directive("py:data", "__version__", ":module: smsplan", ":type: str")
    about = "   The version that is installed; ``unknown`` in a checkout that is not."
    return [*lines, "", "```{eval-rst}", *version, about, "```"]


def commands(_: str) -> list[str]:
    """Describe every command, its arguments and its options."""
    group: Any = get_command(command_line)
    lines = ["## smsplan", "", "```{eval-rst}", *_command("smsplan", group), "```"]
    for name in COMMANDS:
        path = f"smsplan {name}"
        lines += ["", f"## {path}", "", "```{eval-rst}", *_command(path, load(name)), "```"]
    return lines


def _command(path: str, command: Any) -> list[str]:  # noqa: ANN401 - typer's own click has no name
    """Describe a command in reStructuredText, which has a directive for options."""
    with command.context_class(command, info_name=path) as context:
        usage = " ".join([path, *command.collect_usage_pieces(context)])
        lines = [".. code-block:: text", "", f"   {usage}", "", *_prose(command.help or "")]
        if command.epilog:
            lines += ["Examples::", "", *(f"   {each}" for each in command.epilog.splitlines()), ""]
        lines += [f".. program:: {path}", ""]
        for parameter in command.get_params(context):
            shown, text = parameter.get_help_record(context)
            names = parameter.opts + parameter.secondary_opts
            value = shown.rpartition(parameter.opts[-1])[2].strip()
            if parameter.param_type_name == "argument":
                named = parameter.metavar or parameter.name
            elif parameter.secondary_opts or parameter.is_flag:
                named = ", ".join(names)
            else:
                named = ", ".join(f"{name} {value}" for name in names)
            lines += [f".. option:: {named}", "", f"   {_escaped(' '.join(text.split()))}", ""]
    return lines


def _prose(text: str) -> list[str]:
    """Write help as reStructuredText; a paragraph with indented lines stays as it is."""
    lines = []
    for paragraph in inspect.cleandoc(text.replace("\b\n", "")).split("\n\n"):
        if "\n  " in f"\n{paragraph}":
            lines += ["::", "", *(f"   {line}" for line in paragraph.splitlines()), ""]
        else:
            lines += [_escaped(" ".join(paragraph.split())), ""]
    return lines


def _escaped(text: str) -> str:
    """Let reStructuredText show a text as it stands, options as code."""
    text = re.sub(r"([\\`*_|])", r"\\\1", text)
    return re.sub(r"(?<![\w-])(--[a-z][\w-]*)", r"``\1``", text)


def configuration(_: str) -> list[str]:
    """List the keys of the configuration, and what each takes."""
    rows = [f"| `{key}` | {takes.replace('|', chr(92) + '|')} |" for key, takes in EXPECTED.items()]
    return ["| key | what it takes |", "|---|---|", *rows]


def statuses(_: str) -> list[str]:
    """List the exit statuses, as the command has them."""
    meanings = {
        "ERRORS": "A check found errors, a line or a PDU could not be read, or nothing was sent.",
        "USAGE": "The command was used wrongly, an extra is missing, or a file cannot be read or"
        " written.",
        "MAYBE_SENT": "A message may have been sent, and that could not be confirmed. Do not just"
        " send it again.",
        "INTERRUPTED": "Ctrl-C ended it.",
        "PIPE_CLOSED": "Whoever read the output has gone.",
    }
    rows = [f"| {status.value} | {meanings[status.name]} |" for status in Status]
    return ["| status | |", "|---|---|", "| 0 | All went well. |", *rows]


def extras(_: str) -> list[str]:
    """List the extras, and what each of them imports."""
    rows = [f"| `{name}` | {', '.join(names)} |" for name, names in sorted(_LIBRARIES.items())]
    return ["| extra | needs |", "|---|---|", *rows]


def shapes(_: str) -> list[str]:
    """Describe what each value is in JSON, as the schema has it."""
    lines = []
    for name, described in sorted(schema()["$defs"].items()):
        lines += ["", f"### {name}", "", " ".join(described.get("description", "").split()), ""]
        if "properties" in described:
            rows = [
                f"| `{key}` | {_kind(value)} |" for key, value in described["properties"].items()
            ]
            lines += ["| key | |", "|---|---|", *rows]
        else:
            lines.append(_kind(described))
    return lines


def _kind(value: Mapping[str, Any]) -> str:
    """Say of what kind a value of JSON is."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in value:
        return " or ".join(_kind(each) for each in value["anyOf"])
    if "enum" in value:
        return " or ".join(f"`{json.dumps(each)}`" for each in value["enum"])
    match value.get("type"):
        case "array" if value.get("items"):
            return f"array of {_kind(value['items'])}"
        case "object" if isinstance(value.get("additionalProperties"), Mapping):
            return f"object of {_kind(value['additionalProperties'])}"
        case kind:
            return str(kind or "anything")


def view(text: str) -> list[str]:
    """Show a plan as a notebook does."""
    return ["```{raw} html", smsplan.plan(text)._repr_html_(), "```"]


PARTS: Final[Mapping[str, Callable[[str], list[str]]]] = {
    "room": room,
    "top": top,
    "commands": commands,
    "configuration": configuration,
    "statuses": statuses,
    "shapes": shapes,
    "extras": extras,
    "view": view,
}
_PART: Final = re.compile(r"^<!-- (\w+)(?:: (.+))? -->$", re.MULTILINE)


def fill(_app: Sphinx, _page: str, source: list[str]) -> None:
    """Put what is generated where a page asks for it."""
    source[0] = _PART.sub(lambda match: "\n".join(PARTS[match[1]](match[2] or "")), source[0])


def add_aliases(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let each public name, and the one that is defined, lead to where the object is described."""
    domain = env.domains.python_domain
    for name in smsplan.__all__:
        if isinstance(module := getattr(smsplan, name), ModuleType):
            domain.modules[f"smsplan.{name}"] = domain.modules[module.__name__]
    objects: dict[str, Any] = domain.objects
    for name, home in homes().items():
        if name not in objects and home in objects:
            objects[name] = objects[home]._replace(aliased=True)
    return []


def write_providers(app: Sphinx) -> None:
    """Write a page for each provider, and the list of them, into ``docs/providers``."""
    found = [providers.get(name) for name in providers.names()]
    rows = [f"| [{each.name}]({each.name}.md) | {each.title} |" for each in found]
    about = "What each provider is known to do to a text, with sources; `smsplan compare` asks all."
    pages = {each.name: providers.page(each) for each in found}
    _write_pages(app, "providers", [about, "", "| name | |", "|---|---|", *rows], pages)


def write_countries(app: Sphinx) -> None:
    """Write what is known of countries into ``docs/countries``, a page for each first digit."""
    pages: dict[str, str] = {}
    known = [each for each in countries.listed() if each.facts]
    for each in known:
        first = each.prefixes[0][0]
        described = re.sub("^#", "##", countries.page(each), flags=re.MULTILINE)
        before = pages.get(first, f"# Countries: +{first}\n")
        pages[first] = f"{before}\n(country-{each.prefixes[0]})=\n\n{described}"
    rows = [
        f"| [{each.name}](#country-{each.prefixes[0]}) | +{', +'.join(each.prefixes)} |"
        for each in sorted(known, key=attrgetter("name"))
    ]
    rules = [f"| `{name}` | {meaning} |" for name, meaning in countries.RULES.items()]
    unknown = ", ".join(each.name for each in countries.listed() if not each.facts)
    about = (
        "What each country is known to do with senders and texts, with sources. It makes"
        " [warnings](../how-to/recipients.md#senders-and-texts-by-country)."
    )
    lines = [about, "", "| country | numbers |", "|---|---|", *rows, ""]
    lines += [f"Nothing is known of {unknown}.", "", "| fact | meaning |", "|---|---|", *rules]
    _write_pages(app, "countries", lines, dict(sorted(pages.items())))


def _write_pages(app: Sphinx, room: str, about: list[str], pages: Mapping[str, str]) -> None:
    """Write the pages of a folder, and one that has them all."""
    folder = Path(app.srcdir) / room
    folder.mkdir(exist_ok=True)
    contents = ["```{toctree}", ":hidden:", "", *pages, "```"]
    index = "\n".join([f"# {room.capitalize()}", "", *about, "", *contents, ""])
    for name, text in {"index": index, **pages}.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:  # or all is read again
            path.write_text(text, "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register what happens while the site is built."""
    app.connect("builder-inited", write_providers)
    app.connect("builder-inited", write_countries)
    app.connect("source-read", fill)
    app.connect("env-updated", add_aliases)
    return {"parallel_read_safe": True}
