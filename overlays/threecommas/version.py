"""The version of the distribution, and the name that a client gives itself on each request."""

from functools import cache

DISTRIBUTION = "threecommas-sdk"


@cache
def installed_version() -> str:
    """Return the version of the distribution, such as ``0.1.0``; ``unknown`` for a copy of the source."""
    # It takes as long to load as many a module of this package, and a program may never ask.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return "unknown"


def user_agent() -> str:
    """Return what `User-Agent` says: this distribution and httpx, and nothing of the machine."""
    # A program that only asks for the version sends nothing.
    import httpx  # noqa: PLC0415

    return f"{DISTRIBUTION}/{installed_version()} python-httpx/{httpx.__version__}"
