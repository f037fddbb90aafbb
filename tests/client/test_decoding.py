"""What is read in one go is what it is field by field, and what cannot be read so is read the other way."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import threecommas_openapi
import yaml
from hypothesis import given
from threecommas import Undecoded, models, testing
from threecommas_rest import OPERATIONS, api, lenient, readers
from threecommas_rest.json_text import dumps, loads
from threecommas_rest.nesting import check_text
from threecommas_rest.reading import Reading

from tests.client.deviating import FULL, TRADE, changed, deviating, largest
from tests.fuzz.mangled import as_bytes, mangled_bytes, mangled_json
from tests.property.effort import generated
from tests.property.meaning import MISSING
from tests.sampling import sampled

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
    # As one client reads all of them, which knows how those before were not as documented.
    known: dict[str, Any] = {}

    @generated(40, 1000, part=f"mangled {operation_id}")
    @given(bodies)
    def check(content: bytes) -> None:
        parse, expected = getattr(api, operation_id).parse, outcome(thorough, content)
        assert outcome(parse, content) == expected
        assert outcome(partial(parse, reading=Reading(changes=known)), content) == expected

    check()


@pytest.mark.parametrize("operation_id", sampled("any one place", KINDS, 16))
def test_answer_that_differs_in_any_one_place_is_read_in_one_go_as_field_by_field(operation_id: str) -> None:
    kind = KINDS[operation_id]
    for count, (_, answer) in enumerate(deviating(operation_id, largest(operation_id))):
        # Of five or so for each member, so that in turn each is met.
        if not FULL and count % 9:
            continue
        content = dumps(answer).encode()
        # Read so or refused so: a refusal is read field by field in the end, which takes longer.
        assert outcome(lambda body: once(kind, body, Reading()), content) == outcome(
            field_by_field(kind), content
        )


def once(kind: str, content: bytes, reading: Reading) -> Any:
    """Read an answer in one go, whether it is as documented or not."""
    try:
        return readers.READERS[kind].whole(content)
    except readers.REFUSALS as error:
        made = lenient.READERS[kind].read(content, reading, error)
        reading.settle()
        return made


MANY = {
    "a new member and a null": {"added": {"x": [0.10]}, "note": None},
    "both of them deep inside": {"position.price.added": "1", "profit.usd": None},
    "more in each object": {"added": 1, "position.added": 2, "position.price.added": 3},
    "two of one object": {"id": None, "note": MISSING},
    "two in objects of one object": {"position.price": None, "data.type": 7},
    "a decimal and a time without a meaning": {
        "profit.usd": "abc",
        "data.created_at": "x",
        "position.price.value": "y",
    },
    "a decimal without a meaning behind a null": {"position.price.value": "abc", "note": None, "id": "5"},
    "an element of another type": {"take_profit.steps": [5]},
    "elements in which members are not as documented": {
        "take_profit.steps": [
            TRADE["take_profit"]["steps"][0] | {"added": 1},
            TRADE["take_profit"]["steps"][0] | {"id": None, "price": None},
        ]
    },
    "a number of more digits than msgspec takes": {"id": 10**30, "position.price.value": 10**30},
    "all of it": dict.fromkeys(TRADE, None),
}


@pytest.mark.parametrize("changes", MANY.values(), ids=MANY)
@pytest.mark.parametrize("is_list", [False, True])
def test_answer_that_differs_in_many_places_is_read_as_field_by_field(
    changes: dict[str, Any], is_list: bool
) -> None:
    answer = changed(TRADE, changes)
    kind, value = ("list[SmartTrade]", [TRADE, answer, TRADE]) if is_list else ("SmartTrade", answer)
    content = dumps(value).encode()
    reading, thorough = Reading("x"), Reading("x")
    made = once(kind, content, reading)
    expected = thorough.each(models.SmartTrade, value) if is_list else thorough.one(models.SmartTrade, value)
    assert outcome(lambda _: made, content) == outcome(lambda _: expected, content)
    assert [each.path for each in reading.deviations] == [each.path for each in thorough.deviations]


def test_next_answer_is_read_as_the_last_one_until_several_in_a_row_are_as_documented() -> None:
    plain = documented("get_smart_trade")[0]
    new, null = (dumps(loads(plain) | more).encode() for more in ({"added": 1}, {"note": None}))
    changes: dict[str, Any] = {}
    for content, count in ((plain, 1), (new, 2), (null, 1), (plain, 8), (new, 1), (plain, 9)):
        for turn in range(count):
            parse = partial(api.get_smart_trade.parse, reading=Reading(changes=changes))
            assert outcome(parse, content) == outcome(field_by_field("SmartTrade"), content)
            are_expected = bool(changes) and changes["SmartTrade"].are_expected
            assert are_expected == (bool(changes) and (content != plain or turn < 7))


NAMES = {
    "quotation marks": ['a"b'],
    "a backslash": ["a\\b"],
    "the mark that msgspec puts around names": ["a` - at `$.position", "a`b"],
    "dots and brackets": ["a[0]..b"],
    "no letter": [""],
    "more than are learnt": [f"added_{number}" for number in range(40)],
    "another order than that of the alphabet": ["b", "a"],
    "names of attributes": ["__class__", "new0", "new_0", "additional_properties", "deviations"],
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_member_of_any_name_is_read_as_field_by_field_by_a_client_that_met_it(names: list[str]) -> None:
    added = dict.fromkeys(names, 1)
    price = TRADE["position"]["price"] | added
    bodies = [
        dumps(answer).encode()
        for answer in (TRADE | added, changed(TRADE, {"position.price": price}), TRADE | {"note": None})
    ]
    known: dict[str, Any] = {}
    for content in [*bodies, *bodies]:
        parse = partial(api.get_smart_trade.parse, reading=Reading(changes=known))
        assert outcome(parse, content) == outcome(field_by_field("SmartTrade"), content)


def test_change_of_which_nothing_can_be_made_leaves_the_others_known() -> None:
    known: dict[str, Any] = {}
    for more in ({"note": None}, {'a"b': 1}):
        api.get_smart_trade.parse(dumps(TRADE | more).encode(), reading=Reading(changes=known))
    assert [change.path for change in known["SmartTrade"].known] == [("note",)]


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
