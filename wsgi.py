"""The application, as a server imports it."""

from app import create_app

app = create_app()
