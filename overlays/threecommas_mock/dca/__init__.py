"""The floor that DCA bots and deals stand on: the settings of a deal, the laws of its prices and sizes."""
