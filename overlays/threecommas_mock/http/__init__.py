"""HTTP as the exchange speaks it: messages, connections, and servers and transports that carry them."""
