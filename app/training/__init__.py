"""The training: providers, host organisations, cohorts, parcours, enrolments, late recruits and half-day sessions."""
