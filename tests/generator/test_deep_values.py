"""What a client reads and sends is nested as deep as it says, or refused with the path."""

import copy
import importlib
import json
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import httpx
import pytest

from generator.build import generate
from generator.document.yaml_io import write_yaml

HERE = Path(__file__).parent
DEPTH = 2000
SAYS = "is nested too deeply: at most 64 objects and lists may stand inside each other"
ITSELF = {"$ref": "Thing.yaml", "description": "A branch."}
TREE = {
    "type": "object",
    "description": "A tree.",
    "properties": {
        "name": {"type": "string", "description": "A text.", "example": "x"},
        "branch": ITSELF,
        "branches": {"type": "array", "description": "Branches.", "items": ITSELF},
        "maybe": {"description": "A branch or null.", "anyOf": [ITSELF, {"type": "null"}]},
        "either": {
            "description": "A branch or a text.",
            "anyOf": [ITSELF, {"type": "string"}],
            "example": "x",
        },
    },
}
# Each way of standing in another, and how many levels it takes.
WAYS = {"branch": 1, "branches": 2, "maybe": 1, "either": 1, "unknown": 1}
LEAVES: list[dict[str, Any]] = [{"name": "x"}, {"name": 1}]
Read = Callable[[bytes], Any]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Return the client of a document whose object may have others of its kind in it, sent and answered."""
    folder = tmp_path_factory.mktemp("tree")
    shutil.copytree(HERE / "golden" / "spec", folder / "spec")
    (folder / "spec" / "schemas" / "Thing.yaml").write_text(write_yaml(TREE), "utf-8")
    name = f"tree_{os.getpid()}"
    generate(folder / "spec", folder / "made", package=name)
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(folder / "made"))
        for module in ("models", "decoding", "errors", "answer", "api"):
            importlib.import_module(f"{name}.{module}")
        return importlib.import_module(name)


def text_of(way: str, times: int, leaf: Any) -> bytes:
    """Return JSON whose leaf stands in so many objects."""
    before, after = ("[", "]") if WAYS[way] == 2 else ("", "")
    return (f'{{"{way}":{before}' * times + json.dumps(leaf) + f"{after}}}" * times).encode()


def value_of(way: str, times: int, leaf: Any) -> Any:
    value = leaf
    for _ in range(times):
        value = {way: [value] if WAYS[way] == 2 else value}
    return value


def in_one_go(module: ModuleType) -> Read:
    return lambda content: module.decoding.decode(content, "Thing", module.models.Thing, None)


def by_itself(module: ModuleType) -> Read:
    def read(content: bytes) -> Any:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(module.decoding, "_readers", lambda: None)
            return module.decoding.decode(content, "Thing", module.models.Thing, None)

    return read


READERS = [
    in_one_go,
    by_itself,
    lambda module: module.models.Thing.from_json,
    lambda module: lambda content: module.models.Thing.from_dict(json.loads(content)),
]


@pytest.mark.parametrize("reader", READERS, ids=["msgspec", "field by field", "from_json", "from_dict"])
@pytest.mark.parametrize("leaf", LEAVES, ids=["as documented", "with a deviation"])
@pytest.mark.parametrize("way", WAYS)
def test_value_as_deep_as_may_be_can_be_used_in_every_way(
    way: str, leaf: Any, reader: Any, tree: ModuleType
) -> None:
    times = 63 // WAYS[way]
    source = value_of(way, times, leaf)
    thing, same = (reader(tree)(text_of(way, times, leaf)) for _ in range(2))
    # The document allows any further member, whatever is in it.
    assert bool(thing.deviations) == (leaf == {"name": 1} and way != "unknown")
    assert thing.to_dict() == json.loads(thing.to_json()) == source
    assert thing == same == copy.copy(thing) == copy.deepcopy(thing) == pickle.loads(pickle.dumps(thing))
    assert repr(thing) == repr(same)
    assert attrs.asdict(thing) == attrs.asdict(same)
    with pytest.raises(tree.errors.FieldError, match=SAYS):
        reader(tree)(text_of(way, times + 1, leaf))


@pytest.mark.parametrize("reader", READERS[:3], ids=["msgspec", "field by field", "from_json"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("depth", [100, DEPTH, 100_000])
def test_text_that_is_deeper_is_refused_with_its_path(
    way: str, depth: int, reader: Any, tree: ModuleType
) -> None:
    with pytest.raises(tree.errors.FieldError) as caught:
        reader(tree)(text_of(way, depth, {"name": "x"}))
    assert caught.value.message == SAYS
    step = f"{way}[0]" if WAYS[way] == 2 else way
    assert caught.value.path == ".".join([step] * (64 // WAYS[way]))


@pytest.mark.parametrize("way", WAYS)
def test_value_that_is_deeper_is_refused_with_its_path(way: str, tree: ModuleType) -> None:
    for strict in (False, True):
        with pytest.raises(tree.errors.DecodeError) as caught:
            tree.models.Thing.from_dict(value_of(way, DEPTH, {"name": "x"}), strict=strict)
        assert caught.value.message == SAYS
        step = f"{way}[0]" if WAYS[way] == 2 else way
        assert caught.value.path == ".".join([step] * (64 // WAYS[way]))


@pytest.mark.parametrize("way", ["branch", "branches", "maybe", "either"])
def test_tree_is_made_by_hand_as_deep_as_it_may_be_sent(way: str, tree: ModuleType) -> None:
    made = tree.models.Thing(name="x")
    times = 63 // WAYS[way]
    for _ in range(times):
        made = tree.models.Thing(**{way: [made] if WAYS[way] == 2 else made})
    assert made.to_dict() == value_of(way, times, {"name": "x"})
    with pytest.raises(tree.errors.FieldError, match=SAYS):
        tree.models.Thing(**{way: [made] if WAYS[way] == 2 else made})
    # Set later it is seen when it is sent.
    top = tree.models.Thing()
    setattr(top, way, [made] if WAYS[way] == 2 else made)
    for write in (top.to_dict, top.to_json):
        with pytest.raises(tree.errors.EncodeError, match=SAYS):
            write()


def test_choice_that_is_not_as_documented_is_read_once_at_each_level(tree: ModuleType) -> None:
    class Counting(dict[str, Any]):
        asked = 0

        def get(self, key: str, *default: Any) -> Any:
            type(self).asked += 1
            return super().get(key, *default)

    thing: dict[str, Any] = Counting(name=1)
    for _ in range(10):
        thing = Counting(either=thing)
    deviations = tree.models.Thing.from_dict(thing).deviations
    assert [each.path for each in deviations] == ["either." * 10 + "name"]
    # Each of the eleven is asked for each of its five members, and for those behind the one again.
    assert Counting.asked <= 11 * 5 * 2


def test_brackets_in_texts_are_no_levels(tree: ModuleType) -> None:
    for text in ("[" * 200, "{" * 200, '\\"[' * 100, "]}" * 100, '"' + "[" * 99):
        content = json.dumps({"name": text, "branch": {"name": 1}, "branches": [{}, {}]}).encode()
        assert in_one_go(tree)(content).to_dict() == by_itself(tree)(content).to_dict() == json.loads(content)


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("depth", [65, 500, DEPTH, 100_000])
def test_deep_answer_is_an_error_with_the_raw_body(status: int, depth: int, tree: ModuleType) -> None:
    for way in ("branch", "unknown"):
        content = text_of(way, depth, {"name": "x"})

        def respond(request: httpx.Request, content: bytes = content) -> httpx.Response:
            return httpx.Response(status, content=content, request=request)

        http = httpx.Client(base_url="https://golden.example/api", transport=httpx.MockTransport(respond))
        with pytest.raises(tree.errors.DecodeError if status == 200 else tree.errors.ApiError) as caught:
            tree.Client(http).things.change(1, tree.models.Thing(name="x"))
        assert caught.value.content == content
        assert caught.value.operation_id == "change_thing"
