"""Tests of exam sessions, juries and results."""
