"""Tests of certificates: facts, paper, issue, archive, check."""
