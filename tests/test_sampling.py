"""A choice of cases is the same for a seed, another for each test, and never loses a case for good."""

from tests.sampling import ALL, rotated, sampled

CASES = [f"operation_{number}" for number in range(90)]
TRANSPORTS = ["process", "socket", "browser"]
FLAVOURS = ["sync", "async"]


def test_choice_is_the_same_for_a_seed_and_keeps_the_order() -> None:
    chosen = sampled("answers", CASES, 20, seed="1")
    assert chosen == sampled("answers", iter(CASES), 20, seed="1")
    assert len(set(chosen)) == 20
    assert chosen == sorted(chosen, key=CASES.index)


def test_another_test_and_another_seed_choose_others() -> None:
    chosen = sampled("answers", CASES, 20, seed="1")
    assert chosen != sampled("requests", CASES, 20, seed="1")
    assert chosen != sampled("answers", CASES, 20, seed="2")


def test_every_case_has_its_turn_with_some_seed() -> None:
    assert {case for seed in range(60) for case in sampled("answers", CASES, 20, seed=str(seed))} == set(
        CASES
    )


def test_few_cases_are_all_run_and_so_are_all_that_are_asked_for() -> None:
    assert sampled("answers", CASES[:20], 20, seed="1") == CASES[:20]
    assert sampled("answers", CASES, 20, seed=ALL) == CASES
    assert len(set(rotated("answers", CASES, TRANSPORTS, FLAVOURS, seed=ALL))) == 90 * 3 * 2


def test_each_case_comes_once_and_each_combination_as_often_as_another() -> None:
    made = rotated("answers", CASES, TRANSPORTS, FLAVOURS, seed="1")
    assert [case for case, *_ in made] == CASES
    counts = {way: [tuple(rest) for _, *rest in made].count(way) for way in {row[1:] for row in made}}
    assert list(counts.values()) == [15] * 6


def test_case_with_two_turns_meets_two_transports() -> None:
    made = rotated("answers", CASES, TRANSPORTS, turns=2, seed="1")
    assert {len({way for case, way in made if case == each}) for each in CASES} == {2}
    assert rotated("answers", CASES, FLAVOURS, turns=3, seed="1") == rotated(
        "answers", CASES, FLAVOURS, turns=2, seed="1"
    )
