"""Lists on paper: the rows of an export, as many pages as they need."""

from app.documents.lists.facts import LONGEST_LIST, ListFacts, ListTooLong
from app.documents.lists.printing import print_list

__all__ = ["LONGEST_LIST", "ListFacts", "ListTooLong", "print_list"]
