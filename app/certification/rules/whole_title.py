"""When somebody who obtained block after block (*capitalisation*) holds the whole title.

Source: arrêté du 22 décembre 2015. The State alone delivers the title (*parchemin*).
"""

from collections.abc import Collection

from app.training.titles import WHOLE_TITLE, Block, Title


def blocks_still_missing(title: Title, obtained: Collection[str]) -> tuple[Block, ...]:
    """Return the known blocks of a title that are not among those obtained, by their codes."""
    if WHOLE_TITLE in obtained:
        return ()
    return tuple(block for block in title.blocks if block.code not in obtained)


def holds_whole_title(title: Title, obtained: Collection[str]) -> bool:
    """Return whether a title was obtained whole or block after block; where blocks are unknown, nobody can tell."""
    if WHOLE_TITLE in obtained:
        return True
    return title.has_all_blocks and not blocks_still_missing(title, obtained)
