"""Files in and out: the State's layouts and our own, read cell by cell and written without surprises."""
