"""The accounts of a client: the generated operations, and the balance of a currency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from threecommas_rest.resources import Accounts as Operations
from threecommas_rest.resources import AsyncAccounts as AsyncOperations

from threecommas.flow import CallOperation, run_flow, run_flow_async

if TYPE_CHECKING:
    from threecommas.accounts.balances import Balance


class Accounts(Operations):
    """The exchange accounts that are connected to 3Commas."""

    def balance(
        self, account_id: int | Literal["summary"], currency: str, *, refresh: bool = False
    ) -> Balance:
        """Return what an account holds of a currency, such as ``USDT``; zero if the account does not list it.

        3Commas answers what it knows, which may be minutes old (unproven). With `refresh` it asks the
        exchange first, which takes a request more. ``summary`` is all accounts together that count in the
        summary. The key needs ACCOUNTS_READ.

        Raises:
            DecodeError: A row of the table cannot be read, so nobody knows what is held.
            DeviationError: An amount of the currency is not as documented.
            EncodeError: The currency is no code, or `refresh` is for more than one account.
            ThreeCommasError: As for `table_data` and `load_balances`.
        """
        from threecommas.accounts.balances import read_balance

        return run_flow(read_balance(account_id, currency, refresh=refresh), self._perform)

    def balances(self, account_id: int | Literal["summary"], *, refresh: bool = False) -> dict[str, Balance]:
        """Return what an account holds, by the codes of the currencies in capitals; as for `balance`."""
        from threecommas.accounts.balances import read_balances

        return run_flow(read_balances(account_id, refresh=refresh), self._perform)

    def _perform(self, step: CallOperation) -> object:
        return self._send(step.request, step.parse, step.options)


class AsyncAccounts(AsyncOperations):
    """The exchange accounts that are connected to 3Commas."""

    async def balance(
        self, account_id: int | Literal["summary"], currency: str, *, refresh: bool = False
    ) -> Balance:
        """Return what an account holds of a currency: as `Accounts.balance`."""
        from threecommas.accounts.balances import read_balance

        return await run_flow_async(read_balance(account_id, currency, refresh=refresh), self._perform)

    async def balances(
        self, account_id: int | Literal["summary"], *, refresh: bool = False
    ) -> dict[str, Balance]:
        """Return what an account holds: as `Accounts.balances`."""
        from threecommas.accounts.balances import read_balances

        return await run_flow_async(read_balances(account_id, refresh=refresh), self._perform)

    async def _perform(self, step: CallOperation) -> object:
        return await self._send(step.request, step.parse, step.options)
