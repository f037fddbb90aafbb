"""The laws of the calculators hold over the recorded figures as often as their docstrings say."""

import json
import re
from typing import Any

import pytest
from threecommas import calculators

from tests.client.calculators.figures import DATA
from tests.client.calculators.laws import LAWS

RATES: dict[str, dict[str, Any]] = json.loads((DATA / "hit_rates.json").read_text("utf-8"))


@pytest.mark.parametrize("law", LAWS)
def test_law_misses_the_named_counter_examples_and_nothing_else(law: str) -> None:
    cases = list(LAWS[law]())
    missed = {name: [str(computed), str(stated)] for name, computed, stated in cases if computed != stated}
    assert missed == RATES[law]["misses"]
    assert (len(cases) - len(missed), len(cases)) == (RATES[law]["hits"], RATES[law]["tried"])


@pytest.mark.parametrize("law", LAWS)
def test_docstring_states_grade_and_hit_rate(law: str) -> None:
    rate = RATES[law]
    said = vars(calculators)[rate["calculator"]].__doc__
    assert re.search(r"\[[CRI]\]", said)
    assert f"{rate['hits']} of {rate['tried']}" in said


def test_each_case_of_a_law_has_a_name_of_its_own() -> None:
    for law in LAWS.values():
        names = [name for name, *_ in law()]
        assert len(names) == len(set(names))
