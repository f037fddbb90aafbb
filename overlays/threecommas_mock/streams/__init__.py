"""The streams of 3Commas: changes of SmartTrades and deals, told over a websocket.

Text frames go in and come out, and the time is passed in. The sockets are in `handlers`.
"""
