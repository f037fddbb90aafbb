"""DCA bots: what opens deals."""
