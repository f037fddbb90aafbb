"""The operations on grid bots, and how a grid bot trades by itself."""
