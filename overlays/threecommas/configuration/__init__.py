"""The configuration of a client: the environment and the connection."""
