"""The live page in a browser, with the exchange that it shows."""

import json
from dataclasses import dataclass
from typing import Any

import httpx
from threecommas_mock import MockExchange

from tests.mock.chromium import Page

DRAWN = "JSON.parse(document.getElementById('chart').dataset.drawn)"


@dataclass
class LivePage:
    """A page and the exchange it shows; *address* is that of the page."""

    page: Page
    exchange: MockExchange
    address: httpx.URL

    def drawn(self) -> Any:
        """Return what the chart says that it draws."""
        return self.page.run(DRAWN)

    def lines(self, *kinds: str) -> dict[str, float]:
        """Return the lines of these kinds, or all: label -> price."""
        lines = self.drawn()["lines"]
        return {line["label"]: line["price"] for line in lines if not kinds or line["kind"] in kinds}

    def wait_for_drawn(self, condition: str) -> None:
        """Wait until what the chart draws, as `drawn`, fulfils an expression."""
        there = "document.getElementById('chart').dataset.drawn !== undefined"
        self.page.wait_for(f"{there} && (drawn => {condition})({DRAWN})")

    def wait_for_text(self, selector: str, text: str) -> None:
        """Wait until an element shows *text*."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.page.wait_for(f"{found} !== null && {found}.innerText.includes({json.dumps(text)})")

    def fill(self, form: str, **fields: str) -> None:
        """Write values into a form as a user does, and send it."""
        for name, value in fields.items():
            field = f"document.getElementById('{form}').elements[{json.dumps(name)}]"
            event = "new Event('change', {bubbles: true})"
            self.page.run(f"{field}.value = {json.dumps(value)}; {field}.dispatchEvent({event})")
        self.page.run(f"document.getElementById('{form}').requestSubmit()")

    def choose(self, field: str, value: str) -> None:
        """Choose a value of a field, given by an expression."""
        event = "new Event('change', {bubbles: true})"
        self.page.run(f"{field}.value = {json.dumps(value)}; {field}.dispatchEvent({event})")

    def choose_tab(self, name: str) -> None:
        """Show a table."""
        self.page.run(f"document.getElementById('tab_{name}').click()")
