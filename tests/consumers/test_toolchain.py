"""What the consumer tests stand on: the proxy, missing tools, pinned versions. Seconds, and no compiler."""

import re

import pytest
import threecommas_openapi
from threecommas import HmacSigner, ThreeCommas, models
from threecommas_mock import serve

from tests.consumers.conftest import API_KEYS, SECRET, exchange_with_both_keys
from tests.consumers.rewriting_proxy import UNKNOWN_STATUS, rewriting_proxy
from tests.consumers.toolchain import CONSUMERS, HERE, ROOT, demand

# Words with which a lock file tells where a package came from: any option of pip but a hash is one.
ORIGINS = re.compile(r'(?im)"resolved"|registry\+|<(plugin)?repositor|^[ \t]*--(?!hash=)')
# Each generator by the name its table row has, and the file and pattern that pin it.
PINS = {
    "openapi-typescript": ("typescript/package.json", r'"openapi-typescript": "(.+)"'),
    "@hey-api/openapi-ts": ("typescript/package.json", r'"@hey-api/openapi-ts": "(.+)"'),
    "oapi-codegen": ("go/go.mod", r"oapi-codegen/v2 v(\S+)"),
    "progenitor": ("rust/Cargo.toml", r'progenitor = "=(.+)"'),
    "openapi-generator (Maven)": (
        "java/pom.xml",
        r"openapi-generator-maven-plugin</artifactId>\s*<version>(.+)<",
    ),
    "openapi-generator (jar)": ("generators/requirements.in", r"openapi-generator-cli==(\S+)"),
    "datamodel-code-generator": ("generators/requirements.in", r"datamodel-code-generator==(\S+)"),
    "aiopenapi3": ("generators/requirements.in", r"aiopenapi3==(\S+)"),
    "orval": ("npm_generators/package.json", r'"orval": "(.+)"'),
    "oazapfts": ("npm_generators/package.json", r'"oazapfts": "(.+)"'),
    "kubb": ("npm_generators/package.json", r'"@kubb/cli": "(.+)"'),
    "ogen": ("ogen/go.mod", r"ogen-go/ogen v(\S+)"),
    "redocly": ("lint/package.json", r'"@redocly/cli": "(.+)"'),
    "spectral": ("lint/package.json", r'"@stoplight/spectral-cli": "(.+)"'),
}


def test_proxy_changes_the_first_look_at_a_smart_trade_and_nothing_else(public_key: str) -> None:
    examples = threecommas_openapi.load()["components"]["examples"]
    body = examples["create_smart_trade_market_buy"]["value"]
    exchange = exchange_with_both_keys(public_key)
    with (
        serve(exchange) as upstream,
        rewriting_proxy(upstream) as base_url,
        ThreeCommas(API_KEYS["hmac"], HmacSigner(SECRET), base_url=base_url) as client,
    ):
        placed = client.smart_trades.create(models.CreateSmartTrade.from_dict(body))
        looks = [client.smart_trades.get(placed.id).status.type for _ in range(2)]
    assert looks == [UNKNOWN_STATUS, "waiting_targets"]
    order, *reads = exchange.journal
    assert (order.body, order.status, order.ids) == (body, 201, {"smart_trades": placed.id})
    assert [entry.method for entry in reads] == ["GET", "GET"]


def test_missing_tool_is_named_and_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-compiler"):
        demand(["python3", "no-such-compiler"])


def test_missing_tool_fails_the_test_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-compiler"):
        demand(["no-such-compiler"])


@pytest.mark.parametrize("language", [*CONSUMERS, "npm_generators", "ogen", "generators", "lint", "streams"])
def test_manifests_say_what_is_needed_and_not_where_it_lies(language: str) -> None:
    texts = {path: path.read_text("utf-8") for path in (HERE / language).rglob("*") if path.is_file()}
    assert texts
    assert [str(path) for path, text in texts.items() if ORIGINS.search(text)] == []


@pytest.mark.parametrize("generator", PINS)
def test_tables_of_the_readmes_have_the_pinned_version(generator: str) -> None:
    file, pattern = PINS[generator]
    pinned = re.search(pattern, (HERE / file).read_text("utf-8"))
    assert pinned is not None
    published = ROOT / "generator" / "publish" / "templates" / "README.md"
    for table in (HERE / "README.md", published):
        assert f"| {generator} | {pinned[1]} |" in table.read_text("utf-8")
