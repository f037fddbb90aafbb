"""SmartTrades beyond single requests: create_once, wait_until, stop_all and moved targets."""
