"""One story, from beginning to end."""
