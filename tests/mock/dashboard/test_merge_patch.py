"""A patch makes the new object of the old one, holds what changed alone, and is that of RFC 7396."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from threecommas_mock.dashboard.merge_patch import applied, difference

from tests.mock.signed_client import DATA

NAMES = st.sampled_from("abcd")
PLAIN = st.one_of(st.booleans(), st.integers(0, 3), st.sampled_from(["", "x"]))
VALUES = st.recursive(
    st.one_of(PLAIN, st.lists(PLAIN, max_size=2)),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
PUBLISHED = yaml.safe_load((DATA / "merge_patches.yaml").read_text("utf-8"))


@given(OBJECTS, OBJECTS)
def test_patch_makes_the_new_object_of_the_old_one(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert applied(old, difference(old, new)) == new


@given(OBJECTS)
def test_patch_between_equal_objects_is_empty(value: dict[str, Any]) -> None:
    assert difference(value, dict(value)) == {}


@given(OBJECTS, OBJECTS)
def test_patch_names_no_member_that_stayed_as_it_was(old: dict[str, Any], new: dict[str, Any]) -> None:
    patch = difference(old, new)
    assert [name for name in patch if name in old and name in new and old[name] == new[name]] == []


@pytest.mark.parametrize(("old", "patch", "new"), PUBLISHED)
def test_published_case_comes_out(old: dict[str, Any], patch: dict[str, Any], new: dict[str, Any]) -> None:
    assert applied(old, patch) == new
