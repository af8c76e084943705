"""An import is taken back as a whole, while nothing rests on what it has made."""
