"""The rate budget: what an API key may still send before 3Commas turns it away.

`Budget` is where to start; one client, or many in one process, on one machine or in a fleet may share it.
"""

from threecommas.rate_budget.budget import Budget, KeyBudget
from threecommas.rate_budget.limits import LimitUsage, Plan

__all__ = ["Budget", "KeyBudget", "LimitUsage", "Plan"]
