"""How a request is delivered: retries, deadlines, connections, hooks and log lines."""
