"""An assistant's door to 3Commas: each operation as a tool of the Model Context Protocol.

It looks unless it is told that it may touch, works on paper accounts unless told otherwise, and on the mock
exchange where there is no key. The command is `threecommas-mcp`. The protocol itself is fastmcp's.
"""
