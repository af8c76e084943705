"""Where a network is, as far as its calendar is concerned."""

from enum import StrEnum


class Territory(StrEnum):
    """The parts of France whose public holidays differ; Saint-Pierre-et-Miquelon has those of the mainland."""

    MAINLAND = "mainland"
    ALSACE_MOSELLE = "alsace_moselle"
    GUADELOUPE = "guadeloupe"
    GUYANE = "guyane"
    MARTINIQUE = "martinique"
    MAYOTTE = "mayotte"
    REUNION = "reunion"
    SAINT_BARTHELEMY = "saint_barthelemy"
    SAINT_MARTIN = "saint_martin"
