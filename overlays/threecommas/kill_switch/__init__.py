"""Stopping everything that trades, kind by kind, with one report: the floor below the rooms.

A kill switch reads a list of what is active, ends each element of it, and looks again for what could not be
ended yet. That is the same for SmartTrades, deals, bots and grid bots. What differs is a `Stoppable`: how
the list is asked for, which element is ending already, and which request ends it.

A room joins ``client.stop_all`` in two steps. It makes a `Stoppable` in its own ``stop_all`` module, and that
is named in `threecommas.client._stoppables`, whose order is the order of stopping: what starts others comes
first, so bots before the deals that they would start anew.

    report          what was done, element by element
    stoppable       one kind of thing that trades
    list_elements   reading an element of a list for what identifies it
    listing         the pages of one list
    asking          a request within the time
    doubts          whether there is such a pair, where nothing on it was active
    run             the steps, for one kind and for several
"""
