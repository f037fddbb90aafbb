"""The document, which takes long to load and which servers share."""

import pytest
from threecommas_mock import Document


@pytest.fixture(scope="session")
def document() -> Document:
    return Document.load()
