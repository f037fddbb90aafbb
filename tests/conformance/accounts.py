"""Other accounts of the mock to run on. Their answers hold members that those of a paper account lack."""

from collections.abc import Iterator

from threecommas_conformance import Report, RunPlan, run, target_from_environment
from threecommas_mock import MockExchange, defaults, serve

from tests.conformance.servers import KEYS

# On futures there are leverage and its limits; on the last one every order fails, with an error to show.
ACCOUNTS = ((defaults.FUTURES_ACCOUNT_ID, "USDT_BTCUSDT"), (32435557, None))


def elsewhere(*, seed: int, examples: int) -> Iterator[Report]:
    """Yield what sequences of calls come to on each of these accounts, of an exchange each."""
    for account_id, pair in ACCOUNTS:
        plan = RunPlan(phases=("stateful",), seed=seed, examples=examples, account_id=account_id, pair=pair)
        with serve(MockExchange(journal_capacity=1)) as url:
            yield run(target_from_environment(KEYS, url=url), plan)
