"""The delivery of a request: retries, deadlines, connections, hooks and log lines."""
