"""Plain Python that every other part may lean on: refusals, hours, half-days, identifiers."""
