"""What all pages share: access, clock, errors, fields, filters, headers, navigation, responses."""
