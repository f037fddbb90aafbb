"""What every operation has in common: admission, parameters, bodies, errors, limits of rate."""
