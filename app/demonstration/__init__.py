"""The demonstration network: the Landes as they were in autumn 2022, with invented people."""
