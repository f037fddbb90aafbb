"""Operations that files of the document add: lint, build and check pass, and all that is built has them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.new_operations.added import OPERATIONS, ROOT, write_spec

CALLS = """
import asyncio
from threecommas import AsyncThreeCommas, HmacSigner, ThreeCommas
from threecommas_mock import MockExchange
from threecommas_rest import models

exchange = MockExchange()
key = exchange.credentials[0]
signed = {"api_key": key.key, "signer": HmacSigner(key.secret), "base_url": exchange.base_url}
body = models.UpdateBasket(take_profit="2.5")
with ThreeCommas(**signed, transport=exchange.transport()) as client:
    baskets = client.baskets
    print(baskets.list()[0].id > 0, baskets.get(7).id, baskets.update(7, body).id, baskets.panic_sell(7).id)

async def main():
    async with AsyncThreeCommas(**signed, transport=exchange.async_transport()) as client:
        baskets = client.baskets
        print((await baskets.list())[0].id > 0, (await baskets.get(7)).id, (await baskets.update(7, body)).id,
              (await baskets.panic_sell(7)).id)

asyncio.run(main())
"""
LOADED = """
import sys
import threecommas
print(*sorted(name for name in sys.modules if name.partition(".")[0] in ("threecommas", "threecommas_rest")))
"""


def printed(program: str, generated: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (generated, ROOT / "overlays")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", ["lint", "check"])
def test_more_operations_break_no_rule_and_are_built_the_same_again(
    command: str, added_output: Path, tmp_path: Path
) -> None:
    folders = ["--spec", str(write_spec(tmp_path)), "--generated", str(added_output)]
    line = [sys.executable, "-m", "generator", command, *folders]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_more_operations_are_methods_sync_and_async(added_output: Path) -> None:
    assert printed(CALLS, added_output) == "True 7 7 7\n" * 2


@pytest.mark.parametrize("page", ["openapi.yaml", "reference.html"])
def test_more_operations_are_in_the_document_and_the_reference(page: str, added_output: Path) -> None:
    text = (added_output / page).read_text("utf-8")
    assert [name for name in OPERATIONS if name not in text] == []


def test_more_operations_are_facts_of_the_client(added_output: Path) -> None:
    told = printed("from threecommas_rest import OPERATIONS; print(*OPERATIONS)", added_output)
    assert set(OPERATIONS) < set(told.split())


def test_client_with_more_operations_loads_nothing_more_to_begin_with(added_output: Path) -> None:
    assert printed(LOADED, added_output) == printed(LOADED, ROOT / "generated")
