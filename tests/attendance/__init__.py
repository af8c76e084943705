"""Tests of registers and of the hours ledger."""
