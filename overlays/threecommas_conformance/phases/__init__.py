"""The phases of a run: generated calls, repeated calls, invalid bodies, wrong credentials."""
