"""The tests of Livret, laid out like the application they test."""
