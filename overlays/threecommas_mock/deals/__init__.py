"""The room of deals: one round of a DCA bot each, from its base order to the order that closes it."""
