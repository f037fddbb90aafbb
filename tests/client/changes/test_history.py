"""From looks to changes: each is told once and in order, none is invented, and no end is lost."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from threecommas.changes.history import History, Seen, advance

START = datetime(2026, 1, 1, tzinfo=UTC)
ACTIVE = ["created", "bought", "selling"]
ENDS = ["completed", "failed"]


def seen(number: int, step: int, status: str) -> Seen[str, str]:
    """Return a look at an object; its model is a text that no other look has."""
    moment = START + timedelta(seconds=step)
    model = f"{number} is {status} at {step}"
    return Seen(
        kind="deal", id=number, model=model, status=status, is_final=status in ENDS, updated_at=moment
    )


@st.composite
def lives(draw: st.DrawFn) -> list[list[Seen[str, str]]]:
    """Return what some objects are, one after the other; each goes through active statuses to an end."""
    made = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        statuses = draw(st.lists(st.sampled_from(ACTIVE), min_size=1, max_size=6))
        steps = sorted(
            draw(st.sets(st.integers(0, 60), min_size=len(statuses) + 1, max_size=len(statuses) + 1))
        )
        names = [*statuses, draw(st.sampled_from(ENDS))]
        made.append([seen(number, step, name) for step, name in zip(steps, names, strict=True)])
    return made


@given(st.data(), lives())
def test_each_change_is_told_once_and_in_order_whatever_a_look_shows(data: Any, all_lives: Any) -> None:
    history: History[str, str] = History()
    places = dict.fromkeys(range(len(all_lives)), 0)
    told: dict[int, list[Any]] = defaultdict(list)
    for _ in range(data.draw(st.integers(1, 8))):
        looked = []
        for life, place in places.items():
            places[life] = data.draw(st.integers(place, len(all_lives[life]) - 1))
            # A look may miss an object, show it twice, or as it was before.
            looked += data.draw(st.lists(st.sampled_from(all_lives[life][: places[life] + 1]), max_size=3))
        looked = data.draw(st.permutations(looked))
        history, changes = advance(history, looked)
        assert [each.updated_at for each in changes] == sorted(each.updated_at for each in changes)
        for change in changes:
            told[change.id].append(change)
        for number in {each.id for each in looked}:
            newest = max(each.updated_at for each in looked if each.id == number)
            known = history.latest.get(number, told[number][-1])
            # A later one with the same status is known, and was no change to tell of.
            assert known.updated_at >= newest or known.is_final
            assert known.status == told[number][-1].status
    history, changes = advance(history, [life[-1] for life in all_lives])
    for change in changes:
        told[change.id].append(change)
    for life in all_lives:
        check_told(told[life[0].id], life)
    assert history.ended == {life[0].id for life in all_lives}
    assert history.latest == {}


def check_told(changes: list[Any], life: list[Seen[str, str]]) -> None:
    """Each follows the one before, none is repeated or invented, and the last is the end."""
    models = [each.model for each in life]
    assert [models.index(each.new) for each in changes] == sorted(
        {models.index(each.new) for each in changes}
    )
    assert [each.old_status for each in changes] == [None, *(each.status for each in changes[:-1])]
    assert all(each.old_status != each.status for each in changes)
    assert [each.is_final for each in changes] == [*(False for _ in changes[:-1]), True]
    assert changes[-1].new == models[-1]


def test_object_without_a_moment_is_told_last_and_replaces_what_is_known() -> None:
    unknown = Seen(kind="deal", id=1, model="", status="bought", is_final=False, updated_at=None)
    history, changes = advance(History(), [unknown, seen(2, 5, "created"), seen(1, 9, "created")])
    assert [(each.id, each.status) for each in changes] == [(2, "created"), (1, "created"), (1, "bought")]
    assert history.latest[1] is unknown
    assert advance(history, [seen(1, 1, "selling")])[1][0].old_status == "bought"


def test_end_counts_whatever_its_moment_is() -> None:
    history, _ = advance(History(), [seen(1, 9, "bought")])
    _, changes = advance(history, [seen(1, 3, "completed")])
    assert [(each.old_status, each.status, each.is_final) for each in changes] == [
        ("bought", "completed", True)
    ]
