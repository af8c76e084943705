"""Marks sentences for translation in modules that know nothing of the web."""


def N_(sentence: str) -> str:  # noqa: N802  the name that gettext tools look for
    """Return ``sentence`` unchanged; the extraction of messages finds it by the name of this function."""
    return sentence
