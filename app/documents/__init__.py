"""The papers a network hands over: their facts, how they are typeset, issued, kept and checked."""
