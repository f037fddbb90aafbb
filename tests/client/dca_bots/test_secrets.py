"""The secret by which a bot can be copied is shown nowhere."""

import json

import httpx
import pytest
from threecommas import DryRunError, HmacSigner, NotFoundError, ThreeCommas
from threecommas.models import Bot, CopyBot
from threecommas_mock import MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.client.dca_bots.documents import example

SECRET = 'share "this" unseen'
COPY = CopyBot(name="b", secret=SECRET, amount="240")  # type: ignore[arg-type]  # any amount is taken


def test_no_repr_shows_it() -> None:
    bot = Bot.from_dict(example("bot") | {"url_secret": SECRET})
    for shown in (repr(bot), repr([bot]), repr(COPY)):
        assert "unseen" not in shown
    assert bot.url_secret == SECRET


def test_dry_run_shows_everything_but_it() -> None:
    with ThreeCommas("key", HmacSigner("s"), dry_run=True) as client, pytest.raises(DryRunError) as info:
        client.dca_bots.copy_and_create(7, COPY)
    error = info.value
    for shown in (error, error.request_body, error.signed_text, error.explanation):
        assert "unseen" not in f"{shown!s}{shown!r}"
    assert json.loads(error.request_body) == {"name": "b", "secret": "<hidden>", "amount": "240"}


def test_journal_of_the_mock_keeps_it_out_of_har() -> None:
    exchange = MockExchange()
    signer = HmacSigner(MOCK_SECRET)
    client = ThreeCommas(MOCK_KEY, signer, base_url=exchange.base_url, transport=exchange.transport())
    # No bot has this number, and so no secret.
    with client, pytest.raises(NotFoundError):
        client.dca_bots.copy_and_create(7, COPY)
    har = json.dumps(exchange.journal.har())
    assert "copy_and_create" in har
    assert "unseen" not in har


def test_answer_is_what_it_was() -> None:
    body = example("bot") | {"url_secret": SECRET}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    with ThreeCommas("key", HmacSigner("s"), transport=transport) as client:
        assert client.dca_bots.get(7).to_dict()["url_secret"] == SECRET
