"""The application, as a server imports it, and every command."""

import gc

from app import create_app

# What is imported stays. While it is imported Python would look for garbage among it again and again, which is a third
# of the start; later too it need not be looked through, which takes a quarter of a second in the middle of a page.
gc.disable()
app = create_app()
gc.freeze()
gc.enable()
