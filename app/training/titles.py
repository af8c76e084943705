"""The titles, their blocks and their competences, by version: data of the regulation, with its exact wording.

Sources: arrêté du 8 février 2019 (REMN, NOR MTRD1904263A), arrêté du 20 mai 2025 (Médiateur numérique), the pages of
the *conseiller numérique* scheme for the competences. What no source gives stays empty and is never invented; a network
can complete it with a source of its own (`rules.completed`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_


@dataclass(frozen=True, slots=True)
class Block:
    """A block of competences, sanctioned by a *certificat de compétences professionnelles*."""

    code: str
    name: str
    competences: tuple[str, ...] = ()


WHOLE_TITLE: Final = "TITRE"
"""What stands for the block where the whole title is examined at once (*session titre*)."""


@dataclass(frozen=True, slots=True)
class Title:
    """A certification in one version: what it is called, where it is registered, from when to when it holds."""

    code: str
    name: str
    register_number: str
    level: int | None
    valid_from: date | None
    valid_until: date | None
    blocks: tuple[Block, ...]
    state_code: str = ""
    """The code of the ministry, empty where no source gives it."""
    has_all_blocks: bool = True
    """False while not every block of the title is known: then nobody can tell who holds the whole title."""

    @property
    def version(self) -> str:
        """Return what tells this version of the title from another: ``RNCP 34137, TP-01336``."""
        return ", ".join(filter(None, (self.register_number, self.state_code)))

    @property
    def is_professional(self) -> bool:
        """Return whether a jury sanctions it block by block; told by its code, whatever was completed since."""
        return any(self.code == title.code for title in PROFESSIONAL_TITLES)

    def block(self, code: str) -> Block:
        """Return the block with this code, or what stands for all of them in an exam of the whole title.

        :raises UnknownBlock: when the title has none such.
        """
        if code == WHOLE_TITLE and self.is_professional:
            return Block(WHOLE_TITLE, self.name)
        for block in self.blocks:
            if block.code == code:
                return block
        raise UnknownBlock(block=code, title=self.name)


class UnknownTitle(RuleBroken):
    """No title has this code."""

    message = N_("Le titre « %(title)s » n’existe pas.")


class UnknownBlock(RuleBroken):
    """The title has no block with this code."""

    message = N_("Le bloc « %(block)s » n’existe pas dans le titre « %(title)s ».")


REMN: Final = Title(
    code="REMN",
    name="Responsable d’espace de médiation numérique",
    register_number="RNCP 34137",
    level=5,
    valid_from=date(2019, 7, 13),
    # Registered from 13 July 2019, five years and then one more. The next version holds from 13 July 2025, and no
    # day has two versions: the last day of this one is the 12th, which is why exams had to be held before the 13th.
    valid_until=date(2025, 7, 12),
    blocks=(
        Block(
            "CCP1",
            "Accompagner différents publics vers l’autonomie dans les usages des technologies, services et médias "
            "numériques",
            (
                "Élaborer des programmes d’actions de médiation facilitant l’appropriation des savoirs et des usages "
                "numériques",
                "Concevoir et produire des ressources pédagogiques et documentaires pour différents supports",
                "Accueillir différents publics, les informer et proposer des actions de médiation numérique",
                "Préparer et animer des actions de médiation individuelles et collectives dans différents "
                "environnements numériques",
            ),
        ),
        Block(
            "CCP2",
            "Contribuer au développement d’un espace de médiation numérique et de ses projets",
        ),
        Block(
            "CCP3",
            "Contribuer à la gestion d’un espace de médiation numérique et animer ses projets collaboratifs",
        ),
    ),
    state_code="TP-01336",
)

DIGITAL_MEDIATOR: Final = Title(
    code="MN",
    name="Médiateur numérique",
    register_number="RNCP 40695",
    level=5,
    valid_from=date(2025, 7, 13),
    valid_until=None,
    blocks=(
        Block(
            "CCP1",
            "",
            (
                "Accueillir les personnes et présenter les missions de la médiation numérique",
                "Recueillir les besoins, poser un diagnostic partagé et proposer des accompagnements adaptés",
                "Concevoir et programmer des accompagnements aux usages numériques",
                "Préparer et animer des accompagnements aux usages numériques dans différents lieux et environnements",
                "Évaluer ses actions et sa pratique professionnelle",
            ),
        ),
    ),
    has_all_blocks=False,
)

PIX: Final = Title(
    code="PIX",
    name="Certification Pix",
    register_number="RS 5875",
    level=None,
    valid_from=None,
    valid_until=None,
    blocks=(Block("PIX", "Certification Pix"),),
)
"""Pix delivers its own certificate and declares it itself; only its result is kept here, beside the block's."""

TITLES: Final = (REMN, DIGITAL_MEDIATOR, PIX)

PROFESSIONAL_TITLES: Final = (REMN, DIGITAL_MEDIATOR)
"""The titles at which a cohort can aim, and for whose blocks a certificate of the network can be printed."""


class UnknownCompetence(RuleBroken):
    """No block has this competence."""

    message = N_("La compétence « %(competence)s » n’existe pas dans le bloc « %(block)s ».")


def competence_codes(title: Title, block_code: str) -> tuple[str, ...]:
    """Return the codes of the competences of a block, such as ``REMN:CCP1:2`` for the second.

    A code names its block too: what was planned for one keeps its meaning when the cohort aims at another.

    :raises UnknownBlock: when the title has none such.
    """
    block = title.block(block_code)
    return tuple(f"{title.code}:{block_code}:{number}" for number, _ in enumerate(block.competences, start=1))


def competence_number(code: str) -> str:
    """Return the number of a competence within its block."""
    return code.rpartition(":")[2]


def competence_by_code(code: str, titles: Iterable[Title] = TITLES) -> str:
    """Return the wording of a competence.

    :param titles: those of a network, as it has completed them.
    :raises UnknownCompetence: and UnknownTitle, UnknownBlock, when there is none.
    """
    title_code, _, rest = code.partition(":")
    block_code, _, number = rest.partition(":")
    title = title_by_code(title_code, titles)
    codes = competence_codes(title, block_code)
    if code not in codes:
        raise UnknownCompetence(competence=number, block=block_code)
    return title.block(block_code).competences[codes.index(code)]


def title_by_code(code: str, titles: Iterable[Title] = TITLES) -> Title:
    """Return the title with this code.

    :raises UnknownTitle: when there is none.
    """
    for title in titles:
        if title.code == code:
            return title
    raise UnknownTitle(title=code)
