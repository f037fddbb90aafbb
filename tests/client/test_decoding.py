"""What is read in one go is what it is field by field, and what cannot be read so is read the other way."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import threecommas_openapi
import yaml
from hypothesis import given
from threecommas import Undecoded, models, testing
from threecommas_rest import OPERATIONS, api, decoding, readers
from threecommas_rest.json_text import dumps, loads
from threecommas_rest.lenient import Lenient
from threecommas_rest.nesting import check_text
from threecommas_rest.readers import market_data
from threecommas_rest.reading import Reading

from tests.fuzz.mangled import as_bytes, mangled_bytes, mangled_json
from tests.property.effort import generated
from tests.sampling import rotated, sampled

DATA = Path(__file__).parent / "data"
BODIES = yaml.safe_load((DATA / "bodies.yaml").read_text("utf-8"))
DOCUMENT = threecommas_openapi.load()
SUCCESSES = {
    path[method]["operationId"]: min(path[method]["responses"])
    for path in DOCUMENT["paths"].values()
    for method in path.keys() & {"get", "post", "put", "patch", "delete"}
}
ENCODINGS = {
    "UTF-8 with a mark": "utf-8-sig",
    "UTF-16": "utf-16",
    "UTF-32": "utf-32",
    "Latin-1": "latin-1",
}
Read = Callable[[bytes], Any]
WAYS = {"MORE": "with_more", "OTHERS": "with_others"}


def kind_of(operation_id: str) -> str:
    """Return what an operation answers, "" if that is no object of the document."""
    returned = getattr(api, operation_id).parse.__annotations__["return"].replace(" | Undecoded", "")
    return returned if returned in readers.MODULES else ""


KINDS = {operation_id: kind for operation_id in sorted(OPERATIONS) if (kind := kind_of(operation_id))}


def field_by_field(kind: str) -> Read:
    model = getattr(models, kind.removeprefix("list[").removesuffix("]"))
    read = Reading.each if kind.startswith("list[") else Reading.one

    def thorough(content: bytes) -> Any:
        check_text(content)
        return read(Reading(), model, loads(content))

    return thorough


def outcome(read: Read, content: bytes) -> tuple[str, ...]:
    """Return all there is to tell of what was read, or of the error."""
    try:
        value = read(content)
    except ValueError as error:
        return "error", str(error)
    items = value if isinstance(value, list) else [value]
    written = [item.raw if isinstance(item, Undecoded) else item.to_dict() for item in items]
    deviations = [getattr(item, "deviations", None) for item in items]
    return repr(value), repr(written), repr(deviations)


def documented(operation_id: str) -> list[bytes]:
    operation = next(
        path[method]
        for path in DOCUMENT["paths"].values()
        for method in path.keys() & {"get", "post", "patch", "delete"}
        if path[method]["operationId"] == operation_id
    )
    content = operation["responses"][SUCCESSES[operation_id]]["content"]["application/json"]
    names = [each["$ref"].rpartition("/")[2] for each in content["examples"].values()]
    return [dumps(DOCUMENT["components"]["examples"][name]["value"]).encode() for name in names]


@pytest.mark.parametrize("operation_id", KINDS)
def test_every_documented_answer_is_read_in_one_go(operation_id: str) -> None:
    for content in documented(operation_id):
        assert outcome(readers.READERS[KINDS[operation_id]].whole, content)[0] != "error"


@pytest.mark.parametrize("operation_id", sampled("known fields", KINDS, 12))
def test_any_answer_with_known_fields_is_read_in_one_go_as_field_by_field(operation_id: str) -> None:
    quick, thorough = readers.READERS[KINDS[operation_id]].whole, field_by_field(KINDS[operation_id])

    @generated(20, 300, part=f"decoding {operation_id}")
    @given(testing.responses(operation_id, int(SUCCESSES[operation_id]), known_only=True))
    def check(content: bytes) -> None:
        assert outcome(quick, content) == outcome(thorough, content)

    check()


@pytest.mark.parametrize("operation_id", sampled("any answer", KINDS, 12))
def test_any_other_answer_is_read_the_same_whichever_way_its_parts_go(operation_id: str) -> None:
    thorough = field_by_field(KINDS[operation_id])
    values = [loads(content) for content in documented(operation_id)]
    bodies = mangled_json(values).map(as_bytes) | mangled_bytes([as_bytes(value) for value in values])

    @generated(40, 1000, part=f"mangled {operation_id}")
    @given(bodies)
    def check(content: bytes) -> None:
        assert outcome(getattr(api, operation_id).parse, content) == outcome(thorough, content)

    check()


CHANGES: dict[str, Callable[[dict[str, Any], str], Any]] = {
    "MORE": lambda item, _: item.update(added="1", other={"x": [0.10]}),
    "OTHERS": lambda item, key: item.update({key: None}),
    "OTHERS, absent": lambda item, key: item.pop(key),
}


@pytest.mark.parametrize(("operation_id", "change"), rotated("outermost", KINDS, CHANGES))
def test_answer_that_differs_in_its_outermost_objects_alone_is_read_in_one_go(
    operation_id: str, change: str
) -> None:
    kind = KINDS[operation_id]
    model = getattr(models, kind.removeprefix("list[").removesuffix("]"))
    keys = [each.key for each in model._members().values() if each.required and not each.deep]
    for content in documented(operation_id):
        value = loads(content)
        for item in value if isinstance(value, list) else [value]:
            if keys or change == "MORE":
                CHANGES[change](item, "".join(keys[:1]))
        # The words of msgspec say so: in others each answer is read field by field, which takes longer.
        decoding._usual.pop(kind, None)
        for _ in range(2):
            body = dumps(value).encode()
            assert outcome(getattr(api, operation_id).parse, body) == outcome(field_by_field(kind), body)
            is_other = value != [] and (bool(keys) or change == "MORE")
            assert decoding._usual.get(kind) == (WAYS[change.partition(",")[0]] if is_other else None)


def test_object_without_a_text_a_number_or_a_boolean_is_read_as_any_other() -> None:
    reader = Lenient(
        market_data._ConnectionFieldsWire,
        market_data._object_connection_fields,
        models.ConnectionFields,
        is_list=False,
    )
    for source in ({"required": [], "optional": []}, {"required": [], "optional": [], "added": 1}):
        content = dumps(source).encode()
        assert reader.with_more(content, Reading())[0][0].to_dict() == source
    assert reader.with_others(b'{"required": [], "optional": []}', Reading())[1] is False


def test_answer_that_is_as_documented_again_is_read_as_one_from_then_on() -> None:
    content = documented("get_smart_trade")[0]
    other = dumps(loads(content) | {"added": 1}).encode()
    for body, way in ((other, "with_more"), (content, None), (content, None), (other, "with_more")):
        assert api.get_smart_trade.parse(body).to_dict() == loads(body)
        assert decoding._usual.get("SmartTrade") == way


@pytest.mark.parametrize("member", ["added", "note"])
@pytest.mark.parametrize("listed", [False, True])
def test_outermost_member_that_is_nested_too_deeply_is_refused(member: str, listed: bool) -> None:
    value = loads(documented("get_smart_trade")[0]) | {member: loads(b"[" * 64 + b"]" * 64)}
    body = dumps([value] if listed else value).encode()
    parse = api.list_smart_trades.parse if listed else api.get_smart_trade.parse
    for _ in range(2):
        with pytest.raises(ValueError, match="nested too deeply"):
            parse(body)


@pytest.mark.parametrize("body", BODIES)
def test_body_on_which_readers_differ_is_read_as_field_by_field(body: str) -> None:
    content = body.encode()
    assert outcome(api.get_account.parse, content) == outcome(field_by_field("Account"), content)


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_body_in_another_encoding_is_read_as_field_by_field(encoding: str) -> None:
    content = '{"id": 1, "name": "Grüße", "market_code": "m"}'.encode(encoding)
    assert outcome(api.get_account.parse, content) == outcome(field_by_field("Account"), content)


def test_same_is_read_where_msgspec_is_not_installed() -> None:
    content = documented("get_smart_trade")[0]
    program = (
        "import sys; sys.modules['msgspec'] = None\n"
        "from threecommas_rest.api import get_smart_trade\n"
        "print(repr(get_smart_trade.parse(sys.stdin.buffer.read())))"
    )
    done = subprocess.run([sys.executable, "-c", program], input=content, capture_output=True, check=True)
    assert done.stdout.decode().rstrip() == repr(api.get_smart_trade.parse(content))


@pytest.mark.parametrize("more", [{}, {"added": 1}, {"note": None}], ids=["documented", "unknown", "null"])
def test_first_answers_that_come_at_once_in_many_threads_are_read(more: dict[str, Any]) -> None:
    content = dumps(loads(documented("get_smart_trade")[0]) | more).encode()
    program = (
        "import sys\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from threading import Barrier\n"
        "from threecommas_rest.api import get_smart_trade\n"
        "content, start = sys.stdin.buffer.read(), Barrier(32)\n"
        "def first(_): start.wait(); return get_smart_trade.parse(content).id\n"
        # So that the threads take turns at any moment.
        "sys.setswitchinterval(1e-6)\n"
        "with ThreadPoolExecutor(32) as pool: print(set(pool.map(first, range(32))))"
    )
    done = subprocess.run([sys.executable, "-c", program], input=content, capture_output=True, check=True)
    assert done.stdout.decode().rstrip() == str({api.get_smart_trade.parse(content).id})
