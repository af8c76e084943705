"""Who did what, when: a chain that nobody can edit unseen."""
