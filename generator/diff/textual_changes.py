"""The differences without meaning: words for readers, extensions, another way of writing.

It goes through both documents as they are written, so that two documents that differ never compare as equal.
The version is left out: it follows from the changes and is none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.diff.annotations import DATA, NAMED_MEMBERS, canonical, is_annotation
from generator.diff.change import Fact
from generator.diff.document import Document
from generator.document.json_pointer import pointer

# Parts of OpenAPI that the comparison by meaning does not enter.
_UNENTERED = frozenset(("webhooks", "callbacks", "links", "jsonSchemaDialect", "$defs"))
_VERSION = ("info", "version")
_EXAMPLES = ("components", "examples")
_MISSING = object()

_Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Difference:
    """A place that is written differently; `keyword` is empty where the author chose the name."""

    path: _Path
    keyword: str
    before: Any
    after: Any


class Remainder:
    """Finds what the *known* facts do not explain.

    `moved` has the former path of each path template that is new and holds an operation of before.
    """

    def __init__(self, known: Iterable[Fact], moved: Mapping[str, str]) -> None:
        pairs = {(fact.old, fact.new) for fact in known}
        self._moved = moved
        self._places = {place for pair in pairs for place in pair if place is not None}
        self._areas = {_area(place) for place in self._places}
        self._one_sided = {old or new or "" for old, new in pairs if old is None or new is None}
        self._references = {(f"#{old}", f"#{new}") for old, new in pairs}

    def facts(self, old: Document, new: Document) -> Iterator[Fact]:
        """Yield a fact for each description that differs, and one for each area that is merely rearranged."""
        paths = {former: path for path, former in self._moved.items()}
        aligned = {**old.value, "paths": {paths.get(k, k): v for k, v in old.value.get("paths", {}).items()}}
        for difference in _differences(aligned, new.value, ()):
            kind = _kind(difference)
            if kind != "rearranged" and not self._is_told(difference):
                yield self._fact(difference, kind, difference.path)
            elif kind == "rearranged" and not self._is_explained(difference):
                area = difference.path[:3]
                self._areas.add(pointer(area))
                yield self._fact(difference, kind, area)

    def _is_told(self, difference: _Difference) -> bool:
        place = pointer(difference.path)
        return place in self._places or any(place.startswith(f"{whole}/") for whole in self._one_sided)

    def _is_explained(self, difference: _Difference) -> bool:
        # One note is enough for an operation or a component, and none where a fact tells of it already.
        place = pointer(difference.path)
        return (
            pointer(difference.path[:3]) in self._areas
            or any(known.startswith(f"{place}/") or place.startswith(f"{known}/") for known in self._places)
            or (difference.keyword == "$ref" and (difference.before, difference.after) in self._references)
        )

    def _fact(self, difference: _Difference, kind: str, path: _Path) -> Fact:
        former = (
            (path[0], self._moved.get(str(path[1]), path[1]), *path[2:]) if path[:1] == ("paths",) else path
        )
        whole = path == difference.path
        old = None if whole and difference.before is _MISSING else pointer(former)
        new = None if whole and difference.after is _MISSING else pointer(path)
        return Fact(kind, str(path[-1]), old, new)


def _kind(difference: _Difference) -> str:
    path, keyword = difference.path, difference.keyword
    if keyword in _UNENTERED:
        return "not-compared"
    if path[0] == "info" or path[:2] == _EXAMPLES or keyword == "x-source":
        return "documentation-changed"
    if keyword == "x-attribute":
        return "attribute-renamed"
    if is_annotation(keyword):
        return "extension-changed" if keyword.startswith("x-") else "documentation-changed"
    if path[0] == "components" and len(path) == 3 and _MISSING in (difference.before, difference.after):
        return "component-added" if difference.before is _MISSING else "component-removed"
    return "rearranged"


def _differences(old: Any, new: Any, path: _Path, *, chosen: bool = False) -> Iterator[_Difference]:
    """Yield the outermost places that differ; `chosen` if the last step is a name the author chose."""
    if path == _VERSION or (_MISSING not in (old, new) and canonical(old) == canonical(new)):
        return
    if path[:1] == ("components",) and len(path) < 3:
        # A kind of component that is only on one side counts as empty on the other.
        old, new = ({} if value is _MISSING else value for value in (old, new))
    keyword = "" if chosen or not path else str(path[-1])
    atomic = (is_annotation(keyword) and path != _EXAMPLES) or keyword in DATA | _UNENTERED
    if not atomic and isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            left, right = old.get(key, _MISSING), new.get(key, _MISSING)
            yield from _differences(left, right, (*path, key), chosen=keyword in NAMED_MEMBERS)
    elif not atomic and isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from _differences(left, right, (*path, index))
    else:
        yield _Difference(path, keyword, old, new)


def _area(place: str) -> str:
    """Return the operation or component a pointer leads into."""
    return "/".join(place.split("/")[:4])
