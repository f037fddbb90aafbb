"""The parts that every operation has in common: admission, parameters, bodies, errors, rate limits."""
