"""The rate budget: what an API key may still send before 3Commas turns it away.

`RateBudget` is where to start; one client, or many in one process, on one machine or in a fleet may share it.
"""

from threecommas.rate_budget.budget import KeyRateBudget, RateBudget
from threecommas.rate_budget.limits import LimitUsage, SubscriptionPlan

__all__ = ["KeyRateBudget", "LimitUsage", "RateBudget", "SubscriptionPlan"]
