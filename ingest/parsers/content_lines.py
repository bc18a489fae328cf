"""Content lines, of which calendars and address cards are made: ``NAME;PARAMETER=value:value``, folded over several lines.

Grammar: RFC 5545 section 3.1, RFC 6350 section 3.2-3.4; vCard 2.1 (Versit, 1996) breaks lines by quoted-printable instead.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(
    r"(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<parameters>(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(?P<value>.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r";(?:(?P<name>[\w-]+)=)?(?P<value>(?:\"[^\"]*\"|[^;\"])*)")
_ESCAPED = re.compile(r"\\([nN\\,;:\"])")
_PARTED = re.compile(r"(?<!\\);")
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in capitals, its parameters (of a name that comes twice, joined by commas), its raw value."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)
    group: str = ""

    @property
    def text(self) -> str:
        """The value as a person reads it."""
        return unescaped(self.value).strip()

    @property
    def parts(self) -> list[str]:
        """The parts of a structured value (a name, an address), unescaped; empty ones keep their place."""
        return [unescaped(each).strip() for each in _PARTED.split(self.value)]


@dataclass(slots=True)
class Component:
    """What stands between ``BEGIN`` and ``END``, without the components inside; ``whole``: its end was there."""

    name: str
    lines: list[Line] = field(default_factory=list)
    whole: bool = False

    def first(self, name: str) -> Line | None:
        """The first property of a name."""
        return next((each for each in self.lines if each.name == name), None)

    def all(self, name: str) -> list[Line]:
        """All properties of a name."""
        return [each for each in self.lines if each.name == name]

    def text(self, name: str) -> str:
        """The first property of a name as text; empty where there is none."""
        found = self.first(name)
        return found.text if found else ""


def components(text: str, names: frozenset[str]) -> Iterator[Component]:
    """Every component of one of the names, as it ends; lines that are no properties are passed by."""
    open_: list[Component] = []
    for line in _lines(text):
        if line.name == "BEGIN" and len(open_) < _DEEPEST:
            open_.append(Component(line.value.strip().upper()))
        elif line.name == "END":
            ended = line.value.strip().upper()
            if any(each.name == ended for each in open_):
                while open_:
                    innermost = open_.pop()
                    innermost.whole = innermost.name == ended
                    if innermost.name in names:
                        yield innermost
                    if innermost.whole:
                        break
        elif open_:
            open_[-1].lines.append(line)
    yield from (each for each in reversed(open_) if each.name in names)


def unescaped(value: str) -> str:
    r"""A text value without its backslashes: ``\n`` is a line break."""
    return _ESCAPED.sub(lambda each: "\n" if each[1] in "nN" else each[1], value)


def _lines(text: str) -> Iterator[Line]:
    held: list[str] = []
    for physical in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        if held and held[-1].endswith("=") and "QUOTED-PRINTABLE" in held[0][:200].upper():
            held[-1] = held[-1][:-1]
            held.append(physical)
        elif held and physical[:1] in (" ", "\t"):
            held.append(physical[1:])
        else:
            if held and (line := _line("".join(held))):
                yield line
            held = [physical]


def _line(logical: str) -> Line | None:
    match = _LINE.fullmatch(logical)
    if match is None:
        return None
    parameters: dict[str, str] = {}
    for each in _PARAMETER.finditer(match["parameters"]):
        name, value = (each["name"] or "TYPE").upper(), each["value"].replace('"', "")
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    value = match["value"]
    if "QUOTED-PRINTABLE" in (parameters.get("ENCODING", "") + parameters.get("TYPE", "")).upper():
        value = _decoded(value, parameters.get("CHARSET", "utf-8"))
    return Line(match["name"].upper(), value, parameters, match["group"] or "")


def _decoded(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset, "replace").replace("\r\n", "\n")
    except LookupError:
        return raw.decode("utf-8", "replace").replace("\r\n", "\n")
