"""The front door: sends each role to its first page, and says how the application is."""
