"""The document, which takes long to load, and the report of one run against the mock over loopback."""

import pytest
from threecommas_conformance import Plan, Report, run, served
from threecommas_mock import Document, MockExchange, serve

from tests.conformance.servers import KEYS

# Fewer than a user's: each finding of the mock's tests so far came with the first few.
EXAMPLES = 4


@pytest.fixture(scope="session")
def document() -> Document:
    return Document.load()


@pytest.fixture(scope="session")
def mock_report(document: Document) -> Report:
    with serve(MockExchange(document=document, journal_capacity=1)) as url:
        return run(served(KEYS, url=url), Plan(examples=EXAMPLES))
