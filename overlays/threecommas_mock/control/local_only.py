"""Access to the control over HTTP: programs on this machine, and pages that came from the mock itself.

A page of somebody else in a browser on this machine can send requests here too. It gives itself away by its
Origin, by what the browser says of it in Sec-Fetch-Site, or, if its name was made to point here (DNS
rebinding), by the Host it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

_FORWARDED = (b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")
_OWN_SITES = (b"same-origin", b"none")


def is_loopback(host: str | None) -> bool:
    """Tell whether an address is one of this machine for itself; `localhost` is, other names are not."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host or "")
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback


def access_error(headers: Mapping[bytes, bytes]) -> str | None:
    """Say why a request from this machine is refused by its headers; None if it is not."""
    host = headers.get(b"host", b"").decode("latin-1")
    if not is_loopback(_name(host)):
        return f"Host: {host!r} is not this machine; ask for http://127.0.0.1"
    for header in _FORWARDED:
        if header in headers:
            return f"{header.decode()}: the request came through a proxy; ask the mock itself"
    origin = headers.get(b"origin")
    if origin is not None and origin.decode("latin-1") != f"http://{host}":
        return f"Origin: pages of {origin.decode('latin-1')!r} have no say here"
    site = headers.get(b"sec-fetch-site")
    if site is not None and site not in _OWN_SITES:
        return f"Sec-Fetch-Site: {site.decode('latin-1')!r} pages have no say here"
    return None


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
