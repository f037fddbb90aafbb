"""An operation goes on after a fault: all its faults are found in one run, each told once and counted.

A server that fails everything, or hangs up, ends the run all the same, with few findings.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import threecommas_openapi
import yaml
from threecommas_conformance import PHASES, Report, RunPlan, run, target_from_environment
from threecommas_conformance.findings import Finding
from threecommas_mock import Document, ManualClock, MockExchange

from tests.conformance.servers import KEYS, PATH
from tests.conformance.stranger import SERVER, Fault, Inner, Serve, Stranger, path_of

EXPECTED = yaml.safe_load(Path(__file__).with_name("data").joinpath("going_on.yaml").read_text("utf-8"))
COLLECTION = "/ver1/trades"
# The one has most examples, the other is called most in sequences.
OPERATION, IN_SEQUENCES = "create_simple_trade", "cancel_simple_trade"
WRONG_STATUS = httpx.Response(202, json={})
FAILURE = httpx.Response(500, json={"error": "down"})
WRONG_MEDIA_TYPE = httpx.Response(404, headers={"content-type": "text/html"}, text="<html>")
# A refusal of credentials is broken too: it says nothing.
WORDLESS = httpx.Response(401, headers={"content-type": "text/html"}, text="<html>")
FAULTS = (WRONG_STATUS, FAILURE, WRONG_MEDIA_TYPE)


def in_turn(answers: tuple[httpx.Response, ...]) -> Serve:
    """Answer the calls of each of the two writes with one fault after the other."""
    turns = {True: itertools.cycle(answers), False: itertools.cycle(answers)}

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        if request.method != "POST" or not path_of(request).startswith(COLLECTION):
            return inner(request)
        told = next(turns[path_of(request) == COLLECTION])
        is_refusal = told is WRONG_MEDIA_TYPE and inner(request).status_code == 401
        return copied(WORDLESS if is_refusal else told)

    return serve


def copied(answer: httpx.Response) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def beyond(start: int, answer: Callable[[int], httpx.Response]) -> Serve:
    """Answer all calls wrongly but the first ones, which a run has to begin with."""
    numbers = itertools.count(1)

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        number = next(numbers)
        return inner(request) if number <= start else answer(number)

    return serve


def hang_up(number: int) -> httpx.Response:
    raise httpx.ReadError("the connection was closed")


def report_of(
    document: Document, serve: Serve, phases: tuple[str, ...], examples: int = 4, below: str = COLLECTION
) -> Report:
    whole = threecommas_openapi.load()
    paths = {path: item for path, item in whole["paths"].items() if path.startswith(below)}
    clock = ManualClock()
    exchange = MockExchange(document=document, clock=clock, journal_capacity=1, web_mode="paper")
    with exchange.transport() as inner:
        stranger = Stranger(inner, Fault(serve, ()), lambda: clock.advance(1))
        target = target_from_environment(KEYS, url=SERVER, transport=stranger)
        plan: Any = RunPlan(phases=phases, examples=examples)  # type: ignore[arg-type]
        return run(target, plan, document={**whole, "paths": paths})


def subject(phase: str) -> str:
    return IN_SEQUENCES if phase == "stateful" else OPERATION


def shown(report: Report, phase: str) -> list[Finding]:
    return [found for found in report.findings if found.of(subject(phase), phase)]


def drawn(report: Report, phase: str) -> int:
    """How many requests of the operation schemathesis drew in a phase, and of all operations in sequences."""
    cases = [each for each in report.interactions if each.case and each.phase == phase]
    return sum(phase == "stateful" or each.operation == OPERATION for each in cases)


@pytest.fixture(scope="module")
def usual(document: Document) -> Report:
    return report_of(document, lambda request, inner: inner(request), PHASES)


@pytest.fixture(scope="module")
def faulty(document: Document) -> Report:
    return report_of(document, in_turn(FAULTS), PHASES)


def test_every_phase_has_its_faults() -> None:
    assert EXPECTED.keys() == set(PHASES)


@pytest.mark.parametrize("phase", PHASES)
def test_three_faults_of_an_operation_are_found_in_one_phase(faulty: Report, phase: str) -> None:
    checks = [found.check for found in shown(faulty, phase)]
    assert set(checks) == set(EXPECTED[phase]), "\n\n".join(map(str, faulty.findings))


@pytest.mark.parametrize("phase", ["examples", "coverage", "fuzzing", "negative", "stateful"])
def test_faults_cost_no_phase_a_request(usual: Report, faulty: Report, phase: str) -> None:
    # A failure that may be due to the media type of a request is asked for once more without it.
    more = drawn(faulty, phase) - drawn(usual, phase)
    assert more == 0 or (phase == "coverage" and more > 0)
    assert drawn(usual, phase) > 3


def test_fault_is_counted_once_for_each_request_that_shows_it(faulty: Report) -> None:
    failed = [each for each in faulty.interactions if each.status == 500]
    (found,) = (each for each in faulty.findings if each.check == "not_a_server_error")
    assert set(found.operations) == {OPERATION, IN_SEQUENCES}
    assert found.seen == len(failed) > 10


def test_smallest_request_shows_a_fault_and_its_lines_need_nothing_else(faulty: Report) -> None:
    failed = [each for each in faulty.interactions if each.status == 500 and each.is_signed]
    sizes = [len(each.curl()) for each in failed]
    (found,) = (each for each in faulty.findings if each.check == "not_a_server_error")
    assert found.interaction is not None
    assert len(found.interaction.curl()) == min(sizes) < max(sizes)
    assert found.phase == found.interaction.phase
    assert len(found.curl()) == 1


def test_wrong_credentials_that_are_taken_and_refused_badly_are_two_faults(faulty: Report) -> None:
    statuses = Counter(
        each.status
        for each in faulty.interactions
        if each.phase == "credentials" and each.operation == OPERATION and not each.is_signed
    )
    seen = {
        (found.title, place.seen)
        for found in faulty.findings
        for place in found.places
        if found.check == "credentials" and place.operation == OPERATION
    }
    assert seen == {
        ("Answered calls with wrong credentials", statuses[202]),
        ("Refused wrong credentials without saying so", statuses[401]),
    }


def test_two_faults_are_two_findings_and_one_is_one(document: Document) -> None:
    for faults in ((FAILURE,), (FAILURE, WRONG_STATUS)):
        report = report_of(document, in_turn(faults), ("fuzzing",))
        told = sorted(found.check for found in shown(report, "fuzzing"))
        assert told == ["not_a_server_error", "status_code_conformance"][: len(faults)]


def test_redirect_is_followed_in_no_phase_and_is_a_finding_of_its_operation(document: Document) -> None:
    location, asked = f"https://elsewhere.example{PATH}/ver1/ping", list[httpx.URL]()
    moved = httpx.Response(302, headers={"location": location})

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        asked.append(request.url)
        answer = inner(request)
        is_meant = path_of(request).startswith(f"{COLLECTION}/") and answer.is_success
        return copied(moved) if is_meant else answer

    phases = ("examples", "coverage", "fuzzing", "stateful")
    report = report_of(document, serve, phases, examples=1)
    # For schemathesis the gateway is every host.
    assert [url for url in asked if url.host != "127.0.0.1" or url.path.endswith("/ping")] == []
    (found,) = (each for each in report.findings if each.check == "status_code_conformance")
    assert {"get_simple_trade", IN_SEQUENCES} <= set(found.operations)
    assert {place.phase for place in found.places} >= set(phases)


def test_server_that_always_fails_ends_the_run_with_few_findings(document: Document, usual: Report) -> None:
    words = itertools.count()

    def fail(number: int) -> httpx.Response:
        return httpx.Response(500, json={"error": chr(0x4E00 + next(words))})

    report = report_of(document, beyond(20, fail), PHASES)
    assert len(report.interactions) < 1.5 * len(usual.interactions)
    failures = [found for found in report.findings if found.check == "not_a_server_error"]
    assert 10 < len(failures) <= 10 * len({each.operation for each in report.interactions})
    assert sum(found.seen for found in failures) > len(failures)


def test_run_goes_on_where_the_making_of_an_order_has_faults(document: Document) -> None:
    turns = itertools.chain((WRONG_STATUS, FAILURE, WRONG_STATUS), itertools.repeat(None))

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        is_order = request.method == "POST" and path_of(request) == "/v2/smart_trades"
        broken = next(turns) if is_order else None
        return inner(request) if broken is None else copied(broken)

    report = report_of(document, serve, ("fuzzing",), below="/v2/smart_trades", examples=1)
    told = [found.check for found in report.findings]
    assert sorted(told) == ["not_a_server_error", "status_code_conformance"]
    assert report.calls["cancel_smart_trade", "success"] > 0


def test_server_that_hangs_up_on_everything_ends_the_run(document: Document) -> None:
    report = report_of(document, beyond(20, hang_up), PHASES)
    assert "got no answer: ReadError" in str(report.stopped)
    assert len(report.interactions) < 30


def test_operation_that_hangs_up_is_given_up_and_the_others_go_on(document: Document) -> None:
    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        is_meant = request.method == "POST" and path_of(request) == COLLECTION
        return hang_up(0) if is_meant else inner(request)

    phases = ("examples", "fuzzing", "stateful")
    report = report_of(document, serve, phases)
    assert report.stopped is None
    (found,) = (each for each in report.findings if each.check == "answer")
    assert found.operations == (OPERATION,)
    assert all(1 <= report.calls[OPERATION, phase] <= 3 for phase in phases)
    assert report.calls[IN_SEQUENCES, "stateful"] > 3


def test_operation_that_hangs_up_now_and_then_goes_on(document: Document) -> None:
    turns = itertools.cycle((True, False))

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        is_meant = request.method == "POST" and path_of(request) == COLLECTION
        return hang_up(0) if is_meant and next(turns) else inner(request)

    report = report_of(document, serve, ("examples", "fuzzing"))
    lost = [each for each in report.interactions if not each.status]
    (found,) = (each for each in report.findings if each.check == "answer")
    assert found.seen == len(lost) > 3
    assert {each.status for each in report.interactions if each.operation == OPERATION} > {0, 201}
