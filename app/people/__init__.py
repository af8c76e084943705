"""Networks, accounts and roles: who may sign in, and what they are in which network."""
