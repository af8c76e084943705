"""Tests that drive the real application with real Chromium."""
