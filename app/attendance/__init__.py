"""Registers of half-days and the append-only ledger of hours."""
