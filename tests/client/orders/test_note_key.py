"""The key in a note, and the way back to both."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from threecommas import EncodeError, mark_note, split_note

keys = st.from_regex(r"[A-Za-z0-9._:-]{1,64}", fullmatch=True)


@given(note=st.text(max_size=220), key=keys)
def test_note_and_key_come_back_as_they_were(note: str, key: str) -> None:
    marked = mark_note(note, key)
    assert split_note(marked) == (note, key)
    assert len(marked) <= 300


@given(note=st.text(max_size=220), first=keys, second=keys)
def test_key_put_on_a_note_that_has_one_leaves_that_one_in_the_note(
    note: str, first: str, second: str
) -> None:
    once = mark_note(note[:150], first)
    assert split_note(mark_note(once, second)) == (once, second)


@given(note=st.text(max_size=300), key=keys)
def test_escaping_for_html_leaves_the_key_as_it_is(note: str, key: str) -> None:
    escaped = html.escape(mark_note(note[:220], key))
    assert split_note(escaped)[1] == key


@pytest.mark.parametrize("note", ["", "mine", "[once:]", "[once:two words]", "x[once:key]", "[once:key] "])
def test_note_without_a_key_stays_whole(note: str) -> None:
    assert split_note(note) == (note, None)


def test_note_too_long_beside_the_key_is_told_how_much_room_there_is() -> None:
    assert len(mark_note("n" * 288, "key")) == 299
    assert len(mark_note("n" * 289, "key")) == 300
    with pytest.raises(EncodeError, match="note: has 290 characters; 289 of 300 are left"):
        mark_note("n" * 290, "key")
