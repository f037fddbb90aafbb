"""The published documents, and one run of each program against the exchange."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from threecommas import HmacSigner, ThreeCommas, dca_bots
from threecommas.models import StartNewDeal
from threecommas_mock import Credential, Entry, MockExchange, SystemClock, serve

from generator.commands.publish import main as publish
from tests.consumers.rewriting_proxy import rewriting_proxy
from tests.consumers.toolchain import BUILD, CONSUMERS, ROOT, build, run

SAMPLES = ROOT / "tests" / "client" / "data"
PRIVATE_KEY_FILE = SAMPLES / "published_rsa_key.pem"
# The secret that the documents print beside their signatures.
SAMPLE_SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
API_KEYS = {"hmac": "key-that-3commas-made", "rsa": "key-that-the-user-made"}
PROGRAMS = [
    f"{language}/{program}" for language, consumer in CONSUMERS.items() for program in consumer["programs"]
]
SECRET = "secret-of-the-key-that-3commas-made"
PAIR = "USDT_ETH"
BOT = dca_bots.single_pair(
    account_id=32199203,
    name="averages",
    pair=PAIR,
    base_order_volume="100.5",
    start=[dca_bots.conditions.manual()],
    take_profit=dca_bots.TakeProfit(percent=2),
    safety_orders=dca_bots.SafetyOrders(volume=50, step=1, count=3),
)


@dataclass(frozen=True)
class Tour:
    """What one program printed, and the exchange it traded on."""

    lines: list[dict[str, Any]]
    exchange: MockExchange

    def steps(self, key: str, step: str) -> list[dict[str, Any]]:
        """The lines of one step, signed with the key of this kind."""
        return [line for line in self.lines if (line.get("key"), line["step"]) == (key, step)]

    def orders(self, key: str) -> list[Entry]:
        """What the exchange's journal has of new SmartTrades asked for with the key of this kind."""
        asked = [entry for entry in self.exchange.journal if entry.operation == "create_smart_trade"]
        return [entry for entry in asked if entry.signed_with == key.upper()]


@pytest.fixture(scope="session")
def published() -> Path:
    """Folder of the published documents, made anew."""
    folder = BUILD / "published"
    assert publish(["--output", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File of every published signature, with the sample keys that made them."""
    cases = [json.loads(path.read_text("utf-8")) for path in sorted((SAMPLES / "vectors").glob("*.json"))]
    wanted = ("key", "target", "body", "signature")
    content = {
        "secret": SAMPLE_SECRET,
        "private_key": PRIVATE_KEY_FILE.read_text("ascii"),
        "vectors": [{name: case[name] for name in wanted} for case in cases if case["published_in"]],
    }
    file = tmp_path_factory.mktemp("vectors") / "vectors.json"
    file.write_text(json.dumps(content), "utf-8")
    return file


@pytest.fixture(scope="session")
def public_key() -> str:
    """The public half of the sample key, as it would be registered at 3Commas."""
    private = serialization.load_pem_private_key(PRIVATE_KEY_FILE.read_bytes(), password=None)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return private.public_key().public_bytes(serialization.Encoding.PEM, form).decode("ascii")


def exchange_with_both_keys(public_key: str) -> MockExchange:
    """Make an exchange that takes a body signed as published for the kind of key, and in no other way."""
    credentials = [
        Credential(API_KEYS["hmac"], secret=SECRET),
        Credential(API_KEYS["rsa"], public_key=public_key),
    ]
    # The programs trade on a paper account, and say in no mode what they list.
    return MockExchange(credentials=credentials, clock=SystemClock(), signing="strict", web_mode="paper")


def start_bot(exchange: MockExchange) -> None:
    """Make a bot that is enabled and in a deal, so that a program has something to list."""
    signer, transport = HmacSigner(SECRET), exchange.transport()
    with ThreeCommas(API_KEYS["hmac"], signer, base_url=exchange.base_url, transport=transport) as client:
        made = client.dca_bots.create(BOT)
        client.dca_bots.enable(made.id)
        client.dca_bots.start_new_deal(made.id, StartNewDeal(pair=PAIR))
    exchange.settle()


@pytest.fixture(scope="module", params=PROGRAMS)
def tour(request: pytest.FixtureRequest, published: Path, vectors: Path, public_key: str) -> Tour:
    """One run of each program: generated from the document, compiled, and let loose on a fresh exchange."""
    language, _, program = request.param.partition("/")
    consumer = CONSUMERS[language]
    place = build(language, published)
    exchange = exchange_with_both_keys(public_key)
    start_bot(exchange)
    with serve(exchange) as upstream, rewriting_proxy(upstream) as base_url:
        environment = {
            "THREECOMMAS_BASE_URL": base_url,
            "THREECOMMAS_API_KEY": API_KEYS["hmac"],
            "THREECOMMAS_SECRET": SECRET,
            "THREECOMMAS_RSA_API_KEY": API_KEYS["rsa"],
            "THREECOMMAS_PRIVATE_KEY_FILE": str(PRIVATE_KEY_FILE),
        }
        done = run(f"{consumer['programs'][program]} {vectors}", place, environment)
    return Tour([json.loads(line) for line in done.stdout.splitlines()], exchange)
