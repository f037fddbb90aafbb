"""The exchange of the demonstration: the mock on a free loopback port, with a key of each type."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from threecommas import AsyncThreeCommas, HmacSigner, RsaSigner, ThreeCommas
from threecommas_mock import Credential, MockExchange, SystemClock, serve

from tests.programs.demo.journal import Journal, Listening, ListeningAsync

# The sample key that the official documents print.
RSA_KEY = (Path(__file__).parents[2] / "client" / "data" / "published_rsa_key.pem").read_bytes()
SECRET = "the secret of the demonstration".replace(" ", "-")
USER = 1


@dataclass(frozen=True, slots=True)
class Exchange:
    """A running exchange; its clients write their calls into the journal."""

    address: str
    journal: Journal
    mock: MockExchange

    def move(self, pair: str, price: str) -> None:
        """Set the price of a pair."""
        self.mock.set_price(pair, price)

    def client(self) -> ThreeCommas:
        """Return the sync client, with the system-generated key."""
        signer = HmacSigner(SECRET)
        return ThreeCommas("hmac-key", signer, base_url=self.address, transport=Listening(self.journal))

    def async_client(self) -> AsyncThreeCommas:
        """Return the async client, with the RSA key of the same user."""
        signer = RsaSigner(RSA_KEY)
        transport = ListeningAsync(self.journal)
        return AsyncThreeCommas("rsa-key", signer, base_url=self.address, transport=transport)


@contextmanager
def running_exchange(journal: Journal) -> Iterator[Exchange]:
    """Run an exchange that takes the published ways of signing alone."""
    public_key = load_pem_private_key(RSA_KEY, password=None).public_key()
    pem = public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    credentials = [
        Credential("hmac-key", user=USER, secret=SECRET),
        Credential("rsa-key", user=USER, public_key=pem),
    ]
    # The account of the story is a paper account, and its clients ask for no mode.
    exchange = MockExchange(credentials=credentials, clock=SystemClock(), signing="strict", web_mode="paper")
    with serve(exchange) as address:
        yield Exchange(address, journal, exchange)
