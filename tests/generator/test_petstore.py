"""A document of others, without any of our extensions, becomes a client of its own."""

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from generator.commands import run

PETSTORE = Path(__file__).parent / "petstore"
PET = {"id": 7, "name": "Rex", "colour": "brown"}


@pytest.fixture
def petstore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the package made of the petstore."""
    folders = ["--spec", str(PETSTORE), "--generated", str(tmp_path / "made")]
    assert run(["build", *folders, "--package", "petstore_client"]) == 0
    assert run(["check", *folders, "--package", "petstore_client"]) == 0
    monkeypatch.syspath_prepend(str(tmp_path / "made"))
    return importlib.import_module("petstore_client")


def client(petstore: ModuleType, status: int, body: Any) -> Any:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=body, extensions={"request": request})

    http = httpx.Client(base_url="https://petstore.example/v1", transport=httpx.MockTransport(answer))
    return petstore.Client(http)


def test_operations_are_methods_named_after_their_ids(petstore: ModuleType) -> None:
    assert client(petstore, 200, [PET]).pets.list_pets(limit=1)[0].to_dict() == PET
    assert client(petstore, 200, PET).pets.show_pet_by_id("7").name == "Rex"
    assert client(petstore, 201, None).pets.create_pets(petstore.models.Pet(id=1, name="Bo")) is None


def test_error_has_the_documented_body_and_a_class_of_the_documents_title(petstore: ModuleType) -> None:
    with pytest.raises(petstore.errors.SwaggerPetstoreError) as caught:
        client(petstore, 500, {"code": 1, "message": "no"}).pets.show_pet_by_id("7")
    assert caught.value.body == petstore.models.Error(code=1, message="no")


def test_write_is_taken_for_one_and_nothing_is_guessed_of_orders(petstore: ModuleType) -> None:
    table = petstore.OPERATIONS
    assert {name: operation.retry for name, operation in table.items()} == {
        "list_pets": "safe",
        "create_pets": "never",
        "show_pet_by_id": "safe",
    }
    assert all(operation.order is None for operation in table.values())


def test_client_says_nothing_of_3commas(petstore: ModuleType) -> None:
    files = list(Path(str(petstore.__file__)).parent.rglob("*.py"))
    named = [file.name for file in files if "commas" in file.read_text("utf-8").lower()]
    assert files
    assert named == []


@pytest.mark.parametrize("name", ["class", "a-b", "1a", "", "caf\u00e9"])
def test_name_that_no_package_can_have_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(["build", "--package", name])
    assert caught.value.code == 2
    assert "cannot be the name of a package" in capsys.readouterr().err
