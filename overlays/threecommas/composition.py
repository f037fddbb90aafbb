"""The parts of a client, put together from its arguments: mode, guards, budget and repetitions.

Nothing here knows whether the client is sync or async.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Literal, Self

import httpx
from threecommas_rest.request import Request

from threecommas.configuration.environment import Settings
from threecommas.errors import ConfigurationError, EncodeError
from threecommas.flow import Timing
from threecommas.guards.local import Guard, Mode, dry_run, mode_guard, read_only
from threecommas.messages.hidden import Hidden
from threecommas.messages.signature import SignatureExplanation
from threecommas.rate_budget import KeyRateBudget, RateBudget
from threecommas.rate_budget.waits import Waits, checked_deadline
from threecommas.signing.httpx_auth import SignatureAuth
from threecommas.transport.attempts import AttemptHook
from threecommas.transport.bounded_content import checked_limit
from threecommas.transport.delivery import RequestPipeline
from threecommas.transport.retry_policy import RetryPolicy

if TYPE_CHECKING:
    from threecommas.guards.limits import Limits
    from threecommas.guards.permits import LookupGuard

# What httpx's client puts on every request, and a question sends like any other.
_OF_THE_CLIENT = ("Accept", "Accept-Encoding", "Connection", "User-Agent")

RateBudgetOption = RateBudget | Literal["wait", "refuse"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientComponents:
    """What the arguments of a client come to."""

    auth: SignatureAuth
    mode: Mode | None
    guards: str
    budget: KeyRateBudget | None
    pipeline: RequestPipeline

    @classmethod
    def of(
        cls,
        settings: Settings,
        base_url: httpx.URL,
        *,
        is_read_only: bool,
        is_dry_run: bool,
        max_total: Decimal | int | str | None,
        limits: Limits | None,
        budget: Hidden[RateBudgetOption],
        retries: RetryPolicy | None,
        waits: Waits,
        deadline: float | None,
        max_response_bytes: int,
        on_attempt: AttemptHook | None,
        timing: Timing,
    ) -> Self:
        """Return the components; raise `ConfigurationError` for arguments that cannot work."""
        auth, mode = SignatureAuth(settings.api_key, settings.signer, base_url=base_url), settings.mode
        guards: list[Guard] = [] if mode is None else [mode_guard(mode)]
        guards += [read_only] if is_read_only else []
        # The last one, so that a dry run shows what would have got through the others.
        guards += [dry_run(auth.explain)] if is_dry_run else []
        lookup_guards: list[LookupGuard] = []
        if mode == "paper" or max_total is not None or limits is not None:
            lookup_guards = _lookup_guards(max_total, limits, mode=mode, timing=timing)
        key_budget = _key_budget(budget, settings)
        pipeline = RequestPipeline(
            check_address=auth.check_address,
            guards=tuple(guards),
            lookup_guards=tuple(lookup_guards),
            lookup_request=partial(_lookup_request, auth, base_url),
            budget=key_budget,
            retries=retries,
            waits=waits,
            deadline=None if deadline is None else checked_deadline(deadline),
            max_response_bytes=checked_limit(max_response_bytes),
            timing=timing,
            on_attempt=on_attempt,
        )
        shown = _shown(
            mode=mode, read_only=is_read_only, dry_run=is_dry_run, max_total=max_total, limits=limits
        )
        return cls(auth=auth, mode=mode, guards=shown, budget=key_budget, pipeline=pipeline)


def _shown(**guards: object) -> str:
    """Return the guards that are there, as the arguments they were given by."""
    return "".join(f" {name}={value!r}" for name, value in guards.items() if value not in (None, False))


def _lookup_guards(
    max_total: Decimal | int | str | None, limits: Limits | None, *, mode: Mode | None, timing: Timing
) -> list[LookupGuard]:
    """Return the guards that have to ask; raise `ConfigurationError` for limits that cannot work."""
    # What guards read of answers takes long to load; a client that asks nothing starts sooner.
    from threecommas.guards.limits.arguments import limits_guards  # noqa: PLC0415
    from threecommas.guards.lookups import InstrumentCache  # noqa: PLC0415
    from threecommas.guards.paper_mode import paper_account_guard  # noqa: PLC0415

    instruments = InstrumentCache()
    found = [paper_account_guard(instruments)] if mode == "paper" else []
    return [*found, *limits_guards(max_total, limits, instruments, mode=mode, timing=timing)]


def _lookup_request(
    auth: SignatureAuth, base_url: httpx.URL, occasion: httpx.Request, asked: Request
) -> httpx.Request:
    """Return a signed request for what a guard has to know about the occasion."""
    request = httpx.Request(
        asked.operation.method,
        f"{str(base_url).rstrip('/')}{asked.path}",
        params=asked.query or None,
        headers={name: occasion.headers[name] for name in _OF_THE_CLIENT if name in occasion.headers},
        extensions={**occasion.extensions, "threecommas.operation": asked.operation},
    )
    return next(auth.auth_flow(request))


def _key_budget(budget: Hidden[RateBudgetOption], settings: Settings) -> KeyRateBudget | None:
    match budget.value:
        case None:
            return None
        case RateBudget() as shared:
            return shared.of(settings.api_key)
        case str() if "://" in budget.value:
            # It may hold a password, so it is not shown.
            raise ConfigurationError(
                "rate_budget must be 'wait', 'refuse', a RateBudget or None, got a URL. Give RateBudget(url)."
            )
        case str() as when_empty:
            return RateBudget(when_empty=when_empty).of(settings.api_key)
    raise ConfigurationError(
        f"rate_budget must be 'wait', 'refuse', a RateBudget or None, got {budget.value!r}."
    )


class ClientBase:
    """What both clients can say of their settings, which stay as they were when the client was made."""

    _components: ClientComponents
    # Shown by a traceback already while the arguments are checked.
    _shown: str = " that is not made yet"
    _build_request: Callable[..., httpx.Request]

    def __repr__(self) -> str:
        """Return address, mode and guards; never the key."""
        return f"<{type(self).__name__}{self._shown}>"

    @property
    def mode(self) -> Mode | None:
        """``paper`` or ``real``; None where the mode chosen in the web application counts."""
        return self._components.mode

    @property
    def rate_budget(self) -> KeyRateBudget:
        """What the API key may still send; raises `ConfigurationError` if the client was given no budget."""
        if self._components.budget is None:
            raise ConfigurationError(
                "This client has no rate budget. Make it with rate_budget='wait' or rate_budget='refuse'."
            )
        return self._components.budget

    def explain_signature(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> SignatureExplanation:
        """Return what exactly is signed of a request, byte for byte. Nothing is sent, and no secret shown.

        The arguments are those of httpx's ``request``; `url` is relative to the base URL. What an operation
        of this client would sign is shown by a client with ``dry_run=True``. Raises `EncodeError` for a URL
        that is none.
        """
        try:
            request = self._build_request(
                method, url, params=params, json=json, data=data, content=content, headers=headers
            )
        except httpx.InvalidURL as error:
            raise EncodeError(f"is not a URL: {error}", path="url") from None
        return self._components.auth.explain(request)
