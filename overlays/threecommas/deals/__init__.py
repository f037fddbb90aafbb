"""Deals of DCA bots: waiting for a status, and stopping all of them."""
