"""Other accounts of the mock to run on: what answers hold on a paper account is not all there is."""

from collections.abc import Iterator

from threecommas_conformance import Report, RunPlan, run, target_from_environment
from threecommas_mock import MockExchange, defaults, serve

from tests.conformance.servers import KEYS

# On futures there are leverage and its limits; on the last one every order fails, with an error to show.
GROUNDS = ((defaults.FUTURES_ACCOUNT_ID, "USDT_BTCUSDT"), (32435557, None))


def elsewhere(*, seed: int, examples: int) -> Iterator[Report]:
    """Yield what sequences of calls come to on each of these accounts, of an exchange each."""
    for account_id, pair in GROUNDS:
        plan = RunPlan(phases=("stateful",), seed=seed, examples=examples, account_id=account_id, pair=pair)
        with serve(MockExchange(journal_capacity=1)) as url:
            yield run(target_from_environment(KEYS, url=url), plan)
