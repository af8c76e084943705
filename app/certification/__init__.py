"""Titles and their blocks, exam sessions, juries and results."""
