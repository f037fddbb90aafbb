"""A server that repeats key, secret and signature wherever it can does not get them into a report."""

import json
from urllib.parse import quote, quote_plus

import httpx
import pytest
from threecommas import HmacSigner, Timing
from threecommas_conformance import Report, RunPlan, Target, run
from threecommas_conformance.document.router import OperationRouter
from threecommas_conformance.reports.baseline import NOTHING_KNOWN
from threecommas_conformance.reports.har import har
from threecommas_conformance.reports.html import page
from threecommas_conformance.reports.junit import junit
from threecommas_conformance.reports.summary import summary
from threecommas_conformance.traffic.gateway import Gateway, StoppedError
from threecommas_conformance.traffic.redaction import Redactor
from threecommas_mock import Credential, Document, MockExchange

KEY, SECRET = "key+of/the=user", 'the "secret" & more\\'.replace(" ", "_")
# As they are, in JSON and in a URL.
FORMS = {
    form
    for text in (KEY, SECRET)
    for form in (text, json.dumps(text)[1:-1], quote(text, ""), quote_plus(text))
}


class Repeats(httpx.BaseTransport):
    """Answers what begins a run, and everything else with the secrets, in all their forms."""

    def __init__(self, document: Document) -> None:
        credential = Credential(KEY, secret=SECRET)
        self._inner = MockExchange(document=document, credentials=[credential]).transport()
        self._count = 0
        self.signatures: set[str] = set()
        self.latest = ""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._count += 1
        signature = request.headers.get("Signature", "")
        self.signatures.add(signature)
        if self._count <= 5:
            return self._inner.handle_request(request)
        # Its own one, where a message is cut, and that of a request before.
        told = f"{' '.join(sorted(FORMS))} ".ljust(170, ".") + f"x{signature}y sig={self.latest}"
        self.latest = signature
        takes_order = request.method == "POST" and request.url.path.endswith("/smart_trades")
        headers = {"Location": told, "Set-Cookie": told, "X-Signature": signature}
        return httpx.Response(422 if takes_order else 500, headers=headers, text=told)


@pytest.fixture(scope="module")
def repeated(document: Document) -> tuple[Report, Repeats]:
    transport = Repeats(document)
    target = Target(
        base_url=httpx.URL(MockExchange.base_url),
        api_key=KEY,
        signer=HmacSigner(SECRET),
        transport=transport,
        secrets=(SECRET,),
        in_process=True,
    )
    return run(target, RunPlan(phases=("fuzzing", "credentials"), examples=1)), transport


@pytest.mark.parametrize(
    "write",
    [page, junit, har, repr, lambda report: summary(report, NOTHING_KNOWN)],
    ids=["page", "junit", "har", "repr", "summary"],
)
def test_report_has_no_secret_in_any_form(repeated: tuple[Report, Repeats], write) -> None:
    report, transport = repeated
    text = write(report)
    assert len({name for found in report.findings for name in found.operations}) > 20
    assert "hidden" in text or write is repr
    signatures = {signature for signature in transport.signatures if signature}
    assert len(signatures) > 20
    # Not even in part.
    parts = {signature[:16] for signature in signatures}
    assert [form for form in FORMS | parts if form in text] == []


def test_server_that_takes_no_order_is_said_to_be_so(repeated: tuple[Report, Repeats]) -> None:
    (found,) = (each for each in repeated[0].findings if each.check == "fixture")
    told = found.places[0].messages
    assert [text.partition("<hidden>")[0] for text in told] == [
        f"An order that waits for its {waits} was to be made. POST /v2/smart_trades was answered 422 "
        for waits in ("targets", "position")
    ]


@pytest.mark.parametrize("name", ["Apikey", "Signature", "Authorization", "Cookie", "Set-Cookie"])
def test_header_of_a_credential_is_hidden_however_short_it_is(name: str) -> None:
    assert Redactor(()).headers([(name, "k"), ("Accept", "k")]) == ((name, "<hidden>"), ("Accept", "k"))


def test_target_shows_no_secret(document: Document) -> None:
    target = Target(
        base_url=httpx.URL("https://api.example"), api_key=KEY, signer=HmacSigner(SECRET), secrets=(SECRET,)
    )
    assert [form for form in FORMS if form in repr(target)] == []


def test_gateway_holds_back_a_write_to_a_server_that_is_only_read() -> None:
    def never(request: httpx.Request) -> httpx.Response:
        raise AssertionError("it was sent")

    target = Target(
        base_url=httpx.URL("https://api.example"),
        api_key=KEY,
        signer=HmacSigner(SECRET),
        transport=httpx.MockTransport(never),
    )
    gateway = Gateway(target, OperationRouter(()), timing=Timing(), on_wait=lambda seconds: None)
    with pytest.raises(StoppedError, match="a POST was held back"):
        gateway.send("POST", b"/v2/smart_trades")
