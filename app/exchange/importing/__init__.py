"""What a file would change, found out before anything is written: one module per kind of file."""
