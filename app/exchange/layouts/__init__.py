"""One module per kind of file that comes in: its columns, its row type and the rules that one row can break alone."""
