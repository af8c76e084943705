"""The files that go out: what an administrator sees, as tables."""
