"""Tests of what is told across the features."""
