"""What a client is configured with: the environment and the connection."""
