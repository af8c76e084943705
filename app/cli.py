"""The commands of ``flask …``."""

from flask import Flask


def install_commands(app: Flask) -> None:
    """Register the commands of ``app``."""
