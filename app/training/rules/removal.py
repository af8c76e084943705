"""What can be taken away again: what was created by error, while nothing rests on it."""

from app.core.errors import RuleBroken
from app.core.language import N_


class HostStillNeeded(RuleBroken):
    """Somebody is or was employed there."""

    message = N_("« %(name)s » est l’employeur de quelqu’un : la structure ne se supprime pas.")


class ProviderStillNeeded(RuleBroken):
    """A cohort is trained by this provider."""

    message = N_(
        "« %(name)s » forme une promotion, ou a un logo ou des signatures : l’organisme ne se supprime pas."
    )


class CohortStillNeeded(RuleBroken):
    """The cohort has groups, people, half-days or hours of its modules."""

    message = N_(
        "La promotion « %(name)s » a encore des groupes, des inscriptions, des séances ou des heures par module : "
        "elle ne se supprime pas."
    )


class GroupStillNeeded(RuleBroken):
    """The group has people or half-days."""

    message = N_(
        "Le groupe « %(name)s » a encore des personnes inscrites ou des séances : il ne se supprime pas."
    )
