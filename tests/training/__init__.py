"""The training: rules, services and pages."""
