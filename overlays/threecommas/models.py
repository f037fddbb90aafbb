"""The request and response models, for ``from threecommas.models import CreateSmartTrade``.

They are generated from the document; this module only gives them their public place.
"""

from threecommas_rest import models as _generated
from threecommas_rest.models import *  # noqa: F403

# Extended rather than assigned: the form that every type checker can follow.
__all__: list[str] = []
__all__ += _generated.__all__
