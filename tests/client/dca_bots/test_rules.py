"""Each documented rule of a DCA bot, broken: it is refused, and the field is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from threecommas import EncodeError, dca_bots
from threecommas.models import CreateBot, UpdateBot

from tests.client.dca_bots.documents import example

CASES = json.loads(Path(__file__).with_name("broken_rules.json").read_text("utf-8"))


@pytest.mark.parametrize("kind", [CreateBot, UpdateBot])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"].replace(" ", "_"))
def test_broken_rule_is_refused_with_the_path_of_the_field(case: dict[str, Any], kind: Any) -> None:
    bot = kind.from_dict(example("create_bot") | case["change"])
    with pytest.raises(EncodeError) as info:
        dca_bots.check_bot(bot)
    assert (info.value.path, case["says"] in info.value.message) == (case["path"], True), info.value


@pytest.mark.parametrize("name", ["create_bot", "create_bot_of_one_pair_with_qfl"])
def test_documented_bot_obeys_the_rules(name: str) -> None:
    dca_bots.check_bot(CreateBot.from_dict(example(name)))


def test_documented_update_obeys_the_rules() -> None:
    dca_bots.check_bot(UpdateBot.from_dict(example("update_bot")))


def test_what_is_no_bot_is_refused() -> None:
    with pytest.raises(EncodeError, match="expected a CreateBot"):
        dca_bots.check_bot(object())  # type: ignore[arg-type]
