"""How papers are made: fonts, style sheets, pages that stand ready, the standards of the file, the room for its seal.

``rendering.py`` is the door for certificates, ``papers.py`` for papers of any number of pages. Nothing here knows a
row. This file imports only what has to come before WeasyPrint: what needs the press asks for it by name.
"""

import app.documents.typesetting.libraries  # noqa: F401  (What it imports comes in its own way.)
