"""The bots of accounts that are changed or removed."""

from __future__ import annotations

from dataclasses import replace

from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.record import Record
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.venue.accounts import Account


class BotAccounts:
    """Tells *bots* what becomes of accounts (see `venue.account_book`)."""

    def __init__(self, bots: DcaBots) -> None:
        self._bots = bots

    def account_changed(self, account: Account) -> None:
        """Let the bots on the account with this number be on *account*."""
        self._keep(
            tuple(
                replace(bot, account=account) if bot.account.id == account.id else bot
                for bot in self._bots.all()
            )
        )

    def account_removed(self, number: int) -> None:
        """Forget the bots on an account; deals that others had there no longer count."""
        self._keep(tuple(self._counted(bot) for bot in self._bots.all() if bot.account.id != number))

    def _counted(self, bot: Bot) -> Bot:
        record = Record.of(self._bots.deals, bot.id)
        return replace(
            bot,
            finished_seen=min(bot.finished_seen, record.finished),
            stop_losses_seen=min(bot.stop_losses_seen, record.stop_losses),
        )

    def _keep(self, bots: tuple[Bot, ...]) -> None:
        if bots != self._bots.all():
            self._bots.restore(replace(self._bots.state, items=bots))
