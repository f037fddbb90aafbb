"""The modules of readers: which objects of answers stand in which, by the resources that answer them.

What the answers of one resource alone are made of stands in its module, all else in the shared one. So what a
program never asks for is never made, however many resources there are. A resource counts with what is below
it: `smart_trades.trades` is read where `smart_trades` is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from generator.client.codecs import substitute
from generator.client.imports import import_lines
from generator.client.msgspec_readers import Form, ObjectForms, WireAnswer, WireClass, is_any
from generator.client.resources import ROOT, module_name

# No resource has a name that begins so.
SHARED = "_shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class WireReader:
    """The type of an answer, and the function that reads it, given the answer and its values so far.

    `object` is the answer or the element of the list, of the `module`; "" for a list that has others too.
    """

    kind: str
    type: str
    function: str
    object: str
    module: str
    is_list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderModule:
    """The objects and answers of one resource; `title` says whose they are."""

    name: str
    title: str
    imports: list[str]
    enums: list[tuple[str, str]]
    classes: list[WireClass]
    readers: list[WireReader]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPackage:
    """All modules, the module of each kind of answer, and whether answers can be nested without an end."""

    modules: list[ReaderModule]
    kinds: list[tuple[str, str]]
    is_deep: bool


def reader_package(forms: ObjectForms, answers: Iterable[tuple[str, WireAnswer]]) -> ReaderPackage:
    """Return what the templates need for answers, each with its resource."""
    kinds: dict[str, Form] = {}
    users: dict[str, set[str]] = defaultdict(set)
    for resource, answer in answers:
        form = forms.of(answer)
        if form.models:
            kinds[answer.kind] = form
            users[answer.kind].add(module_name(resource.partition(".")[0]))
    classes = _classes(forms, kinds.values())
    places = _places(kinds, users, classes)
    kind_places = {kind: _place(users[kind]) for kind in sorted(kinds)}
    modules = []
    for name in sorted({*places.values(), *kind_places.values()}):
        answered = {kind: kinds[kind] for kind, place in kind_places.items() if place == name}
        modules.append(_module(name, answered, classes, places))
    used = [field.form for one in classes.values() for field in one.fields]
    is_deep = any(map(is_any, used)) or _is_circular(classes.values())
    return ReaderPackage(modules=modules, kinds=list(kind_places.items()), is_deep=is_deep)


def _classes(forms: ObjectForms, found: Iterable[Form]) -> dict[str, WireClass]:
    """Return every object that is somewhere in an answer, by its name."""
    classes: dict[str, WireClass] = {}
    waiting = [name for form in found for name in form.models]
    while waiting:
        name = waiting.pop()
        if name not in classes:
            classes[name] = forms.class_of(name)
            waiting += _parts(classes[name])
    return classes


def _parts(one: WireClass) -> set[str]:
    return {name for field in one.fields for name in field.form.models}


def _places(
    kinds: Mapping[str, Form], users: Mapping[str, Set[str]], classes: Mapping[str, WireClass]
) -> dict[str, str]:
    """Return the module of each object."""
    found: dict[str, set[str]] = defaultdict(set)
    waiting = [(name, user) for kind, form in kinds.items() for name in form.models for user in users[kind]]
    while waiting:
        name, user = waiting.pop()
        if user not in found[name]:
            found[name].add(user)
            waiting += [(part, user) for part in _parts(classes[name])]
    return {name: _place(each) for name, each in found.items()}


def _place(users: Set[str]) -> str:
    return next(iter(users)) if len(users) == 1 else SHARED


def _module(
    name: str, kinds: Mapping[str, Form], classes: Mapping[str, WireClass], places: Mapping[str, str]
) -> ReaderModule:
    own = [classes[each] for each in sorted(classes) if places[each] == name]
    used = [field.form for one in own for field in one.fields]
    imports = {pair for form in used for pair in form.imports}
    for part in {part for form in [*used, *kinds.values()] for part in form.models}:
        one = classes[part]
        imports.add((f"..models.{one.module}", one.name))
        if places[part] != name:
            imports |= {
                (f".{places[part]}", f"_{one.name}Wire"),
                (f".{places[part]}", f"_object_{one.module}"),
            }
    imports |= {(f"..models.{one.module}", one.name) for one in own}
    return ReaderModule(
        name=name,
        title=_title(name),
        imports=import_lines(imports),
        enums=sorted({pair for form in used for pair in form.enums}),
        classes=own,
        readers=[_reader(kind, form, classes) for kind, form in kinds.items()],
    )


def _title(name: str) -> str:
    titles = {SHARED: "what several resources answer", ROOT.lower(): "the answers of the client itself"}
    return titles.get(name, f"the answers of `{name}`")


def _reader(kind: str, form: Form, classes: Mapping[str, WireClass]) -> WireReader:
    one = form.convert.removesuffix("({}, values)")
    whole = f"lambda wire, values: {substitute(form.convert, 'wire')}"
    name = kind.removeprefix("list[").removesuffix("]")
    is_one = form.type in (f"_{name}Wire", f"list[_{name}Wire]")
    return WireReader(
        kind=kind,
        type=form.type,
        function=whole if one == form.convert else one,
        object=name if is_one else "",
        module=classes[name].module if is_one else "",
        is_list=name != kind,
    )


def _is_circular(classes: Iterable[WireClass]) -> bool:
    """Tell whether an object may have one of its own kind somewhere in it."""
    inner = {one.name: _parts(one) for one in classes}
    while leaves := [name for name, names in inner.items() if not names & inner.keys()]:
        for name in leaves:
            del inner[name]
    return bool(inner)
