"""Two documents compared operation by operation: names, rights, limits. Messages are compared elsewhere."""

from collections.abc import Iterator
from typing import TypeAlias

from generator.diff.annotations import canonical, strip_annotations
from generator.diff.change import Comparison, Fact, Record, fact
from generator.diff.document import Document, Node
from generator.diff.message_comparison import MessageComparison
from generator.diff.operation import Operation, matched, moved_paths, operations, required
from generator.diff.textual_changes import Remainder

_NO_PERMISSION = "NONE"

_Demand: TypeAlias = dict[str, frozenset[str]]


def compare(old: Document, new: Document) -> Comparison:
    """Return all that is different between two documents; raise InvalidSpecError where one is not OpenAPI."""
    record = Record()
    messages = MessageComparison(record)
    pairs = list(matched(operations(old), operations(new)))
    for before, after in pairs:
        if before and after:
            record.add(_operation_facts(before, after), after.name)
            messages.compare(before, after)
        elif after:
            record.add([fact("operation-added", None, after.node, subject=after.name)], after.name)
        elif before:
            record.add([fact("operation-removed", before.node, None, subject=before.name)], before.name)
    remainder = Remainder((change.fact for change in record.changes()), moved_paths(pairs))
    record.add(list(remainder.facts(old, new)))
    return Comparison(old, new, tuple(record.changes()))


def _operation_facts(old: Operation, new: Operation) -> Iterator[Fact]:
    yield from _name_facts(old, new)
    yield from _permission_facts(old, new)
    yield from _conduct_facts(old, new)
    yield from _security_facts(old, new)
    yield from _server_facts(old, new)


def _name_facts(old: Operation, new: Operation) -> Iterator[Fact]:
    if old.key != new.key:
        yield fact(
            "operation-moved", old.node, new.node, subject=new.name, before=old.address, after=new.address
        )
    if old.id != new.id:
        was, now = old.node.get("operationId"), new.node.get("operationId")
        yield fact("operation-id-changed", was or old.node, now or new.node, before=old.id, after=new.id)
    yield from _differing(old, new, "x-sdk", "sdk-name-changed")
    yield from _differing(old, new, "tags", "tags-changed")
    if old.node.flag("deprecated") != new.node.flag("deprecated"):
        kind = "deprecated" if new.node.flag("deprecated") else "no-longer-deprecated"
        places = old.node.get("deprecated") or old.node, new.node.get("deprecated") or new.node
        yield fact(kind, *places, subject=f"operation `{new.name}`")


def _permission_facts(old: Operation, new: Operation) -> Iterator[Fact]:
    was, now = (_value(operation, "x-permission") or _NO_PERMISSION for operation in (old, new))
    kind = "permission-dropped" if now == _NO_PERMISSION else "permission-demanded"
    if was != now:
        yield from _differing(old, new, "x-permission", kind)


def _conduct_facts(old: Operation, new: Operation) -> Iterator[Fact]:
    yield from _differing(old, new, "x-retry", "retry-changed")
    yield from _differing(old, new, "x-order", "order-changed")
    yield from _differing(old, new, "x-shown-by", "outcome-shown-elsewhere")
    yield from _differing(old, new, "x-rate-limit", "rate-limit-changed")
    was, now = (operation.node.get("x-pagination") for operation in (old, new))
    kind = (
        "pagination-added" if was is None else "pagination-removed" if now is None else "pagination-changed"
    )
    yield from _differing(old, new, "x-pagination", kind)


def _differing(old: Operation, new: Operation, keyword: str, kind: str) -> Iterator[Fact]:
    before, after = _value(old, keyword), _value(new, keyword)
    if canonical(before) != canonical(after):
        yield fact(kind, old.node.get(keyword), new.node.get(keyword), before=before, after=after)


def _value(operation: Operation, keyword: str) -> object:
    node = operation.node.get(keyword)
    return node.value if node else None


def _security_facts(old: Operation, new: Operation) -> Iterator[Fact]:
    was, now = (operation.effective("security", operation.node.document.root) for operation in (old, new))
    before, after = _demands(was), _demands(now)
    # Who met one of the old sets still gets in if that meets one of the new.
    if any(not any(_meets(sent, demand) for demand in after) for sent in before):
        yield fact("security-tightened", was, now, before=_spelled(before), after=_spelled(after))
    elif any(not any(_meets(sent, demand) for demand in before) for sent in after):
        yield fact("security-loosened", was, now, before=_spelled(before), after=_spelled(after))
    for name in sorted({name for demand in before for name in demand} & {name for d in after for name in d}):
        left, right = (_scheme(operation.node.document, name) for operation in (old, new))
        if (
            left
            and right
            and canonical(strip_annotations(left.value)) != canonical(strip_annotations(right.value))
        ):
            yield fact("security-scheme-changed", left, right, subject=name)


def _demands(security: Node | None) -> list[_Demand]:
    """Return the sets of schemes of which a request meets one; no security is an empty set of them."""
    demands = [
        {
            name: frozenset(scope.text() for scope in scopes.elements())
            for name, scopes in element.members().items()
        }
        for element in (security.elements() if security else [])
    ]
    return demands or [{}]


def _meets(sent: _Demand, demand: _Demand) -> bool:
    return all(name in sent and scopes <= sent[name] for name, scopes in demand.items())


def _spelled(demands: list[_Demand]) -> str:
    spelled = [
        " and ".join(name + "".join(f" {s}" for s in sorted(d[name])) for name in sorted(d)) for d in demands
    ]
    return " or ".join(text or "nothing" for text in spelled)


def _scheme(document: Document, name: str) -> Node | None:
    components = document.root.get("components")
    schemes = components.get("securitySchemes") if components else None
    scheme = schemes.get(name) if schemes else None
    return scheme.resolved() if scheme else None


def _server_facts(old: Operation, new: Operation) -> Iterator[Fact]:
    was, now = (_servers(operation) for operation in (old, new))
    for text in [text for text in was if text not in now]:
        yield fact("server-removed", was[text], None, subject=_url(was[text]))
    for text in [text for text in now if text not in was]:
        yield fact("server-added", None, now[text], subject=_url(now[text]))


def _servers(operation: Operation) -> dict[str, Node]:
    """Return the servers by what matters of them: a server is not known by its description."""
    servers = operation.effective("servers", operation.item, operation.node.document.root)
    found = servers.elements() if servers else []
    return {canonical(strip_annotations(server.value)): server for server in found}


def _url(server: Node) -> str:
    return required(server, "url").text()
