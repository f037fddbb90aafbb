"""The request and response models, for ``from threecommas.models import CreateSmartTrade``.

They are generated from the document; this module only gives them their public place.
"""

from typing import TYPE_CHECKING, Any

import threecommas_rest.models as _generated

if TYPE_CHECKING:
    from threecommas_rest.models import *  # noqa: F403

# Extended rather than assigned: the form that every type checker can follow.
__all__: list[str] = []
__all__ += _generated.__all__


# Out of sight of type checkers, which would take any name for one of these.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(_generated, name)


def __dir__() -> list[str]:
    return sorted(__all__)
