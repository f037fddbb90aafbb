"""The arguments of both clients, checked and made to the components that a client is opened with.

Nothing is opened here: whether it is sync or async is left to the client.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import httpx
from threecommas_rest.acceptance import Acceptance

from threecommas.arguments import HOOK, SWITCH, Kind, check, check_hooks, instance_of
from threecommas.composition import ClientBase, ClientComponents, RateBudgetOption
from threecommas.configuration.connection import (
    TIMEOUT,
    checked_stream_url,
    checked_timeout,
    checked_url,
    proxy_for,
)
from threecommas.configuration.environment import Given, Settings
from threecommas.create_once.context import CreateOnceContext
from threecommas.create_once.policy import CreateOncePolicy
from threecommas.flow import Timing
from threecommas.guards.local import Mode
from threecommas.kill_switch.context import FlowContext
from threecommas.messages.hidden import Hidden
from threecommas.process_local import PerProcess
from threecommas.rate_budget.waits import Waits
from threecommas.signing import Signer
from threecommas.streams.source import StreamSource, StreamTransport
from threecommas.transport.attempts import AttemptHook
from threecommas.transport.bounded_content import MAX_RESPONSE_BYTES
from threecommas.transport.deviation_notices import DeviationHook, Notices
from threecommas.transport.retry_policy import RetryPolicy
from threecommas.transport.shown_requests import mask_httpx_log
from threecommas.transport.user_client import AsyncTransportArgument, TransportArgument, per_process

if TYPE_CHECKING:
    from threecommas.guards.limits import Limits

T = TypeVar("T", httpx.BaseTransport, httpx.AsyncBaseTransport)
W = TypeVar("W", TransportArgument, AsyncTransportArgument)
EventHooks = Mapping[str, Sequence[Callable[..., Any]]]

RETRIES, WAITS, CREATE_ONCE, TIMING = RetryPolicy(), Waits(), CreateOncePolicy(), Timing()

_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("read_only", "dry_run", "allow_http", "strict"), SWITCH),
    "retries": instance_of(RetryPolicy, otherwise="for no repetition"),
    "waits": instance_of(Waits),
    "create_once": instance_of(CreateOncePolicy),
    "timing": instance_of(Timing),
    **dict.fromkeys(("on_attempt", "on_deviation", "stream_transport"), HOOK),
}


@dataclass(frozen=True, slots=True)
class Opening(Generic[W]):
    """What is left to do of making a client: its HTTP client, which is sync or async."""

    transport: W | None
    proxy: httpx.Proxy | None
    options: Mapping[str, Any]
    acceptance: Acceptance
    context: CreateOnceContext

    def opened(self, open_transport: Callable[[W | None, httpx.Proxy | None, httpx.URL], T]) -> PerProcess[T]:
        """Return the transport, which is opened anew in a process that is forked off."""
        url = self.options["base_url"]
        found = open_transport(self.transport, self.proxy, url)
        return per_process(found, self.transport, partial(open_transport, None, self.proxy, url))


class Configured(ClientBase, ABC, Generic[W]):
    """The arguments of both clients, checked and made to components; `W` is what may be their transport."""

    _flows: FlowContext

    def __init__(
        self,
        api_key: str | None = None,
        signer: Signer | None = None,
        *,
        base_url: str | None = None,
        mode: Mode | None = None,
        read_only: bool = False,
        dry_run: bool = False,
        max_total: Decimal | int | str | None = None,
        limits: Limits | None = None,
        rate_budget: RateBudgetOption = "wait",
        retries: RetryPolicy | None = RETRIES,
        waits: Waits = WAITS,
        create_once: CreateOncePolicy = CREATE_ONCE,
        timeout: float | httpx.Timeout = TIMEOUT,
        deadline: float | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
        proxy: str | httpx.Proxy | None = None,
        transport: W | None = None,
        stream_url: str | None = None,
        stream_transport: StreamTransport | None = None,
        event_hooks: EventHooks | None = None,
        on_attempt: AttemptHook | None = None,
        strict: bool = False,
        on_deviation: DeviationHook | None = None,
        timing: Timing = TIMING,
        allow_http: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        given = Given(api_key, signer, base_url, proxy, stream_url, environ)
        # A traceback that shows variables, as error trackers make them, would show these.
        budget_choice = Hidden(rate_budget)
        del api_key, signer, base_url, proxy, stream_url, environ, rate_budget
        _check(
            read_only=read_only,
            dry_run=dry_run,
            retries=retries,
            waits=waits,
            create_once=create_once,
            on_attempt=on_attempt,
            strict=strict,
            on_deviation=on_deviation,
            timing=timing,
            allow_http=allow_http,
            stream_transport=stream_transport,
        )
        settings = Settings.resolve(given, mode)
        url = checked_url(settings.base_url, allow_http=allow_http)
        self._components = ClientComponents.of(
            settings,
            url,
            is_read_only=read_only,
            is_dry_run=dry_run,
            max_total=max_total,
            limits=limits,
            budget=budget_choice,
            retries=retries,
            waits=waits,
            deadline=deadline,
            max_response_bytes=max_response_bytes,
            on_attempt=on_attempt,
            timing=timing,
        )
        self._shown = f" {url}{self._components.guards}"
        mask_httpx_log()
        proxy_used = proxy_for(url, given.proxy, has_transport=transport is not None)
        options = {
            "base_url": url,
            "timeout": checked_timeout(timeout),
            "event_hooks": _hooks(event_hooks),
        }
        acceptance = Acceptance(strict=strict, on_deviations=Notices(on_deviation).notify)
        stream = StreamSource(
            url=checked_stream_url(settings.stream_url, url, allow_http=allow_http),
            api_key=settings.api_key,
            signer=settings.signer,
            proxy=Hidden(given.proxy),
            transport=stream_transport,
            is_dry_run=dry_run,
            on_deviations=acceptance.on_deviations,
        )
        context = CreateOnceContext(
            once=create_once, timing=timing, mode=settings.mode, stream=stream, deadline=deadline
        )
        self._open(Opening(transport, proxy_used, options, acceptance, context))

    @abstractmethod
    def _open(self, opening: Opening[W]) -> None:
        """Make the HTTP client, and with it the operations."""


def _check(**arguments: object) -> None:
    """Raise `ConfigurationError` for an argument of another type than the signatures say."""
    for name, value in arguments.items():
        check(name, value, _KINDS[name])


def _hooks(hooks: EventHooks | None) -> dict[str, list[Callable[..., Any]]]:
    """Return the caller's event hooks as httpx takes them; raise `ConfigurationError` for any other."""
    check_hooks(hooks)
    given = hooks or {}
    return {name: list(given.get(name, ())) for name in ("request", "response")}
