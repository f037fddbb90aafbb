"""Orders of the toy document, as answers and as requests, and the cases of their values."""

from pathlib import Path
from types import ModuleType
from typing import Any

from generator.document.yaml_io import read_yaml

HERE = Path(__file__).parent
ORDER = {
    "id": 7,
    "side": "buy",
    "price": {"value": "0.11627"},
    "status": {"type": "buy"},
    "steps": [],
    "note": None,
    "created_at": "2024-09-10T14:44:22.416Z",
}


def cases(name: str) -> Any:
    return read_yaml((HERE / "values" / name).read_text("utf-8"))


def order(toy: ModuleType, **members: Any) -> Any:
    return toy.models.Order.from_dict({**ORDER, **members})


def order_input(toy: ModuleType, **members: Any) -> Any:
    position = toy.models.PositionInput(units=toy.models.UnitsInput(value="0.01"))
    return toy.models.OrderInput(**{"account_id": 1, "side": "buy", "position": position, **members})
