"""The connection of a client: address, time-outs and proxy, checked before anything is sent."""

import ipaddress
import socket
from typing import NamedTuple
from urllib.request import getproxies, proxy_bypass

import httpx

from threecommas.errors import ConfigurationError
from threecommas.messages.hidden import Hidden

BASE_URL = "https://api.3commas.io/public/api"
"""The address of 3Commas, which a client without `base_url` speaks to."""

STREAM_URL = "wss://ws.3commas.io/websocket"

# Seconds. An order is answered when the exchange has answered, which takes longer than httpx's default of 5.
TIMEOUT = 30.0
_HIGHEST_PORT = 65535


def checked_timeout(timeout: float | httpx.Timeout) -> float | httpx.Timeout:
    """Return the time-out; raise `ConfigurationError` if it is none."""
    # Zero or less would time out before anything happens, and None would wait for ever for an order.
    if not isinstance(timeout, httpx.Timeout) and not (
        isinstance(timeout, int | float) and not isinstance(timeout, bool) and timeout > 0
    ):
        raise ConfigurationError(f"timeout must be a number of seconds above 0, got {timeout!r}")
    return timeout


def checked_url(base_url: str, *, allow_http: bool) -> httpx.URL:
    """Return the address as a URL; raise `ConfigurationError` if requests cannot or must not go there."""
    address = Hidden(base_url)
    del base_url
    problem = _problem_of(address, _API, allow_http=allow_http)
    if problem is not None:
        raise ConfigurationError(problem)
    return httpx.URL(address.value)


def checked_stream_url(
    stream_url: Hidden[str | None], base_url: httpx.URL, *, allow_http: bool
) -> str | None:
    """Return the address of the streams, None if there is none; raise `ConfigurationError` for a wrong one.

    That of 3Commas belongs to the API of 3Commas alone. A key of any other server is never sent there.
    """
    if stream_url.value is None:
        return STREAM_URL if base_url.host == httpx.URL(BASE_URL).host else None
    problem = _problem_of(Hidden(stream_url.value), _STREAMS, allow_http=allow_http)
    if problem is not None:
        raise ConfigurationError(problem)
    return str(httpx.URL(stream_url.value))


def stream_proxy(stream_url: str, proxy: str | httpx.Proxy | None) -> httpx.Proxy | None:
    """Return the proxy on the way to the streams: the one given, or else the environment's for http."""
    url = httpx.URL(stream_url)
    return proxy_for(
        url.copy_with(scheme={"ws": "http", "wss": "https"}[url.scheme]), proxy, has_transport=False
    )


class _Place(NamedTuple):
    """An argument that is an address: its name, one that would do, its schemes, and which encrypts."""

    name: str
    example: str
    schemes: tuple[str, str]
    encrypted: str


_API = _Place("base_url", BASE_URL, ("http", "https"), "https")
_STREAMS = _Place("stream_url", STREAM_URL, ("wss", "ws"), "wss")


def _problem_of(address: Hidden[str], place: _Place, *, allow_http: bool) -> str | None:
    """Say what speaks against an address, None for nothing. It may hold a password, so it is not shown."""
    try:
        url = httpx.URL(address.value)
    except (httpx.InvalidURL, TypeError):
        return f"{place.name} is not a URL. Give one such as {place.example}"
    if has_no_port(url):
        return f"The port of {place.name} must be 1 to {_HIGHEST_PORT}."
    if url.scheme not in place.schemes or not url.host:
        return f"The {place.name} needs {' or '.join(place.schemes)} and a host, such as {place.example}"
    if url.userinfo or url.query or url.fragment:
        return f"The {place.name} has a user, query or fragment. Give scheme, host and path alone."
    if url.scheme != place.encrypted and not allow_http and not is_loopback(url.host):
        return (
            f"The API key would travel unencrypted to {url.host}. Use {place.encrypted}, or "
            "allow_http=True if the network between is your own."
        )
    return None


def proxy_for(url: httpx.URL, proxy: str | httpx.Proxy | None, *, has_transport: bool) -> httpx.Proxy | None:
    """Return the proxy on the way to `url`: the one given, or else the environment's.

    HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY count as they do for httpx, but for this machine none
    does. Raises `ConfigurationError` for a proxy that is none, or that nobody would use because there is a
    transport.
    """
    given = Hidden(proxy)
    del proxy
    if given.value is not None and has_transport:
        raise ConfigurationError("A transport has its own way. Give proxy to it, or leave transport out.")
    if given.value is None:
        # httpx would let the environment's proxy see key and signature on their way to this very machine.
        given = Hidden(None if has_transport or is_loopback(url.host) else environment_proxy(url))
    if given.value is None or isinstance(given.value, httpx.Proxy):
        return given.value
    try:
        return httpx.Proxy(given.value)
    except (httpx.InvalidURL, TypeError, ValueError):
        pass
    # Outside of `except`: what was given may hold a password.
    raise ConfigurationError("proxy is not a URL. Give one such as http://proxy:3128")


def environment_proxy(url: httpx.URL) -> str | None:
    """Return the proxy that the environment names for `url`, None without one."""
    if proxy_bypass(url.host):
        return None
    proxies = getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    return found if found is None or "://" in found else f"http://{found}"


def has_no_port(url: httpx.URL) -> bool:
    """Tell whether an address names a port that no machine has; httpx takes any number."""
    return url.port is not None and not 0 < url.port <= _HIGHEST_PORT


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine, by its name or address alone."""
    name = host.lower().removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped is not None and mapped.is_loopback


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        # The system takes 127.1 and 0x7f000001 for addresses, and so connects to this machine.
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None
