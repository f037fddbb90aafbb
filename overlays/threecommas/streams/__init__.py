"""The websocket streams of 3Commas: changes of SmartTrades and deals, told by the server.

Documented until 2025-02-17 (gitbook pages 2024-11-28 to 2025-02-17, README of the docs repository up to
ffe62b0). The present documents do not name them, so they may be gone. `watch` of a client uses them with
``via="stream"`` or ``via="either"``. Channels, identifiers and signatures are in `channels`, frames in
`frames`. The machine below is `protocol`: it knows no socket, no clock and no chance.

    waiting ----- connect_at has come, the shell opens a connection ------------> opened or failed
    opened ------ welcome ------------> subscribes to every channel, as nothing survives a connection
    subscribed -- confirm of each ----> live: what was missed meanwhile is to be asked for by REST
                  reject of one ------> ended: refused
    live -------- message ------------> told, under the text of the identifier that was sent
    any of them - ping, or anything --> alive for 6 seconds more (ActionCable: two pings of 3 seconds)
                  6 seconds of silence, 10 seconds without welcome or confirm, a close, a disconnect
                  that allows it -----> broken: waiting, 2 seconds at least and 30 at most
                  a disconnect without reconnect, a close with 1008, 3000 or 3003 --> ended: refused
    failed ------ at the very first, or 10 times in a row without being live ----> ended: unavailable

The wait is drawn between 2 seconds and a bound that doubles from 4 to 30, and begins anew once a connection
has been live for 30 seconds. Each frame counts for a sign of life, as in ActionCable since Rails 7.1, because
a program that pauses finds its pings behind older frames.

Left out: unsubscribing, as a connection ends with its watch, and `Origin`, which nobody was asked for.
"""
