"""Collects what exchanges teach about the document, one at a time and from any thread.

An observer keeps drifts, counts and digests, never an exchange. What it holds and reports is free of secrets.
Its size depends on the document, and not on how long a program runs.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field

from generator.document.json_pointer import pointer
from generator.observe.coverage import Coverage, unseen
from generator.observe.document import Document, Operation
from generator.observe.drifts import Drift, Kind, SchemaTrace
from generator.observe.http_transactions import Headers, HttpTransaction
from generator.observe.masked_values import Sample
from generator.observe.matching import Match, Routes
from generator.observe.proposal.seen_shapes import Form
from generator.observe.proposal.undocumented_calls import Calls
from generator.observe.redaction import IN_PATH, IN_TYPE, Redaction
from generator.observe.report import Finding, Report, told_apart
from generator.observe.transaction_comparison import compare_request, compare_response

OUTSIDE = "exchanges with another server or path"
# Samples say what values look like; the sixth way to look is seldom news, and memory is kept for long runs.
_MOST_SAMPLES = 5
_NOT_AN_OPERATION = frozenset({"OPTIONS", "HEAD", "CONNECT", "TRACE"})
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})


@dataclass(slots=True)
class _Count:
    first: str
    count: int = 0
    samples: list[Sample] = field(default_factory=list)
    form: Form | None = None
    calls: Calls = field(default_factory=Calls)


class Observer:
    """Compares exchanges with a document and adds up the differences."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._routes = Routes(document)
        self._redaction = Redaction(document.secrets)
        self._coverage = Coverage()
        self._exchanges = 0
        self._left_out: Counter[str] = Counter()
        self._tallies: dict[tuple[str, str, Drift], _Count] = {}
        self._lock = threading.Lock()

    def record(
        self,
        method: str,
        url: str,
        *,
        status: int,
        request_headers: Headers = (),
        request_body: bytes | None = None,
        response_headers: Headers = (),
        response_body: bytes | None = None,
    ) -> None:
        """Compare one exchange of a running program; a body of None is one that is not known."""
        self.observe(
            HttpTransaction(
                origin="",
                method=method,
                url=url,
                status=status,
                request_headers=request_headers,
                request_body=request_body,
                response_headers=response_headers,
                response_body=response_body,
            )
        )

    def observe(self, exchange: HttpTransaction) -> None:
        """Compare one exchange."""
        with self._lock:
            self._exchanges += 1
            self._redaction.learn(exchange)
            match = self._routes.find(exchange.method, exchange.url)
            reason = _reason_to_leave_out(exchange, match)
            if reason:
                self._left_out[reason] += 1
            elif match and match.operation:
                self._compare(exchange, match, match.operation)
            elif match:
                self._note_unknown(exchange, match)

    def report(self) -> Report:
        """Return what was found so far."""
        with self._lock:
            return Report(
                exchanges=self._exchanges,
                documented=len(self._document.operations),
                seen=dict(self._coverage.operations),
                left_out=dict(self._left_out),
                findings=told_apart([self._finding(*key, tally) for key, tally in self._tallies.items()]),
                unseen=unseen(self._document, self._coverage),
            )

    def _compare(self, exchange: HttpTransaction, match: Match, operation: Operation) -> None:
        self._coverage.operations[operation.id] += 1
        # What a refused request held says nothing about what may be sent.
        if exchange.accepted and not exchange.only_answer:
            for place, trace in compare_request(self._document, operation, exchange, match):
                self._add(exchange, operation.id, place, trace)
                self._coverage.parameters |= {(operation.id, met) for met in trace.seen}
        self._coverage.statuses.add((operation.id, operation.response(exchange.status)))
        trace = compare_response(self._document, operation, exchange)
        self._add(exchange, operation.id, f"response {exchange.status}", trace)

    def _note_unknown(self, exchange: HttpTransaction, match: Match) -> None:
        drift, method = Drift(Kind.OPERATION, "", match.schema, match.path), exchange.method.upper()
        self._add(exchange, method, "", SchemaTrace([drift]))
        self._tallies[method, "", drift].calls.add(exchange, match.query)

    def _add(self, exchange: HttpTransaction, operation: str, place: str, trace: SchemaTrace) -> None:
        self._coverage.schemas |= trace.seen
        if trace.left_out:
            self._left_out[trace.left_out] += 1
        # A drift in every item of a list is one drift of the exchange.
        for drift in dict.fromkeys(trace.drifts):
            origin = exchange.origin or f"exchange {self._exchanges}"
            self._tallies.setdefault((operation, place, drift), _Count(origin)).count += 1
        for drift in trace.drifts:
            tally = self._tallies[operation, place, drift]
            samples = tally.samples
            if drift.form:
                tally.form = (tally.form or Form()).merge(drift.form)
            if drift.sample != "" and drift.sample not in samples and len(samples) < _MOST_SAMPLES:
                samples.append(drift.sample)

    def _finding(self, operation: str, place: str, drift: Drift, tally: _Count) -> Finding:
        # Judged only now, for what is private may have shown in a later exchange.
        word = self._shown_word(drift)
        return Finding(
            kind=drift.kind,
            operation=f"{operation} {word}" if drift.kind is Kind.OPERATION else operation,
            place=place,
            pointer=drift.at + pointer((word,)) if drift.kind is Kind.FIELD else drift.at,
            schema=drift.schema,
            word=word,
            samples=tuple(self._redaction.shown_sample(sample) for sample in tally.samples),
            form=tally.form and tally.form.shown(self._redaction),
            calls=tally.calls.shown(self._redaction) if drift.kind is Kind.OPERATION else None,
            count=tally.count,
            first=tally.first,
        )

    def _shown_word(self, drift: Drift) -> str:
        match drift.kind:
            case Kind.STATUS:
                return drift.word
            case Kind.OPERATION:
                documented = drift.word in self._document.content["paths"]
                return drift.word if documented else self._redaction.shown(drift.word, IN_PATH)
            case Kind.CONTENT_TYPE:
                return self._redaction.shown(drift.word, IN_TYPE)
            case Kind.FIELD | Kind.PARAMETER:
                return self._redaction.shown_name(drift.word)
        return self._redaction.shown(drift.word)


def _reason_to_leave_out(exchange: HttpTransaction, match: Match | None) -> str:
    method = exchange.method.upper()
    if match is None:
        return OUTSIDE
    if method in _NOT_AN_OPERATION or method not in _METHODS:
        return "requests that call no operation, such as OPTIONS"
    if exchange.status < 100:
        return "requests without an answer"
    # An address the API does not know either is a slip of the client, not an operation of the API.
    if match.operation is None and exchange.status in {404, 405}:
        return "requests for an undocumented operation that were answered 404 or 405"
    return ""
