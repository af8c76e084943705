"""The invented people of the demonstration and the organisations that employ them. No name is a real person's."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.identifiers import folded


@dataclass(frozen=True, slots=True)
class SampleHost:
    """A host organisation: name, postal code, municipality, the State's identifier."""

    name: str
    postal_code: str
    municipality: str
    state_id: int


@dataclass(frozen=True, slots=True)
class SampleAdvisor:
    """An advisor: names, rank of the host in :data:`HOSTS`, group, day of hiring, birth."""

    given_name: str
    family_name: str
    host: int
    group: str
    hired_on: date
    birth_date: date | None
    birth_place: str | None


PROVIDER: Final = "Afpa, centre de formation des Landes"
SIGNATORIES: Final = (
    ("Solange Darmaillacq", "Présidente du réseau"),
    ("Thierry Lespiaucq-Nogaro", "Responsable du centre de formation"),
)
JURY: Final = (
    ("Colette Pébarthe", "Animatrice de fablab, jurée habilitée", date(2020, 3, 2), date(2025, 3, 1)),
    (
        "Mathieu Soubaigné",
        "Responsable d’un espace public numérique, juré habilité",
        date(2021, 6, 14),
        date(2024, 6, 13),
    ),
)

STAFF: Final = (
    ("administration@exemple.fr", "Maylis", "Castaingts"),
    ("formation@exemple.fr", "Bruno", "Lassalle-Peyre"),
    ("formation2@exemple.fr", "Sandrine", "Etcheverry-Laborde"),
)
"""The administrator and the two trainers; addresses under exemple.fr reach nobody."""

ADVISOR_TO_SHOW: Final = "lea.darrigrand@exemple.fr"
LATE_RECRUIT_TO_SHOW: Final = "hugo.labarthe@exemple.fr"

HOSTS: Final = (
    SampleHost("Communauté de communes du Pays morcenais", "40110", "Morcenx-la-Nouvelle", 4101),
    SampleHost("Médiathèque intercommunale de Chalosse", "40380", "Montfort-en-Chalosse", 4102),
    SampleHost("Centre communal d’action sociale de Dax", "40100", "Dax", 4103),
    SampleHost("Centre social du Grand Dax", "40990", "Saint-Paul-lès-Dax", 4104),
    SampleHost("Mont-de-Marsan Agglomération", "40000", "Mont-de-Marsan", 4105),
    SampleHost("Maison France Services de Gabarret", "40310", "Gabarret", 4106),
    SampleHost("Communauté de communes des Grands Lacs", "40160", "Parentis-en-Born", 4107),
    SampleHost("Communauté de communes de Mimizan", "40200", "Mimizan", 4108),
    SampleHost("Tiers-lieu de la Haute Lande", "40630", "Sabres", 4109),
    SampleHost("Communauté de communes d’Aire-sur-l’Adour", "40800", "Aire-sur-l’Adour", 4110),
    SampleHost("Espace numérique du Seignanx", "40220", "Tarnos", 4111),
    SampleHost("Communauté de communes Maremne Adour Côte-Sud", "40230", "Saint-Vincent-de-Tyrosse", 4112),
)

_ROWS: Final = """
Léa;Darrigrand;2;A;2022-02-14;1994-05-23;Dax
Amélie;Labeyrie;0;A;2022-02-01;1990-11-02;Mont-de-Marsan
Bastien;Capdeville;4;A;2022-02-07;1988-07-19;Bordeaux
Chloé;Lacoste-Dubos;1;A;2022-02-14;1996-01-30;Orthez
Damien;Saint-Germain;5;A;2022-02-21;1985-03-08;Agen
Élodie;Tastet;6;A;2022-02-01;1992-09-12;Parentis-en-Born
Fabrice;Ducournau;7;A;2022-02-28;1979-12-05;Mimizan
Gaëlle;Le Hénaff;8;A;2022-02-14;1987-04-17;Quimper
Yoann;Bordenave;3;B;2022-02-07;1991-06-28;Pau
Inès;Marsan-Ferreira;9;B;2022-02-14;1998-02-11;Aire-sur-l’Adour
Jérôme;Cazenave;10;B;2022-02-01;1983-08-24;Bayonne
Karine;Destouesse;11;B;2022-02-21;1989-10-15;Saint-Sever
Ludovic;Peyrelongue;0;B;2022-02-28;1986-05-06;Hagetmau
Manon;Ibarboure;4;B;2022-02-14;1995-03-27;Saint-Jean-de-Luz
Nicolas;Dubroca;2;B;2022-02-07;1982-01-09;Tartas
Océane;Lafitte;6;B;2022-02-14;1997-07-31;Arcachon
Paul;Mauvoisin;7;B;2022-02-01;1978-11-22;Mimizan
Rachel;Nguyễn-Lartigue;4;C;2022-02-21;1993-06-14;Toulouse
Samuel;Biarnès;5;C;2022-02-07;1990-02-26;Marmande
Tiphaine;Claverie;1;C;2022-02-14;1992-12-18;Dax
Ursula;Wójcik;8;C;2022-02-28;1984-09-03;Kraków
Valentin;Garbay;9;C;2022-02-14;1996-10-29;Mont-de-Marsan
Wassila;Benhamou-Castets;10;C;2022-02-01;1988-04-04;Bayonne
Xavier;Dulouquin;11;C;2022-02-07;1981-05-13;Capbreton
Yasmine;Hadj-Ducos;3;C;2022-02-14;1994-08-20;Dax
Zoé;Laborde-Œillet;2;C;2022-02-21;1999-01-07;Peyrehorade
Adrien;Sentucq;0;D;2022-02-14;1980-03-16;Morcenx
Brigitte;Lamarque;1;D;2022-02-07;1972-07-25;Montfort-en-Chalosse
Cédric;Poyanne;4;D;2022-02-28;1976-10-10;Mont-de-Marsan
Delphine;Harismendy;10;D;2022-02-14;1983-02-21;Hendaye
Éric;Desbieys;6;D;2022-02-01;1974-06-30;Biscarrosse
Florence;Gaüzère;11;D;2022-02-21;1979-09-09;Soustons
Hugo;Labarthe;9;E;2022-09-12;1997-04-19;Mont-de-Marsan
Maëva;Dupouy;7;E;2022-10-03;2000-11-28;Dax
""".strip()


def sample_advisors() -> tuple[SampleAdvisor, ...]:
    """Return the 34 advisors; those of group E were recruited after the summer."""
    return tuple(_advisor(row.split(";")) for row in _ROWS.splitlines())


def email_of(given_name: str, family_name: str) -> str:
    """Return the invented address of a person: ``lea.darrigrand@exemple.fr``."""

    def plain(name: str) -> str:
        return "".join(c if c.isascii() and c.isalnum() else "-" for c in folded(name)).strip("-")

    return f"{plain(given_name)}.{plain(family_name)}@exemple.fr"


def _advisor(cells: list[str]) -> SampleAdvisor:
    given_name, family_name, host, group, hired_on, birth_date, birth_place = cells
    return SampleAdvisor(
        given_name,
        family_name,
        int(host),
        group,
        date.fromisoformat(hired_on),
        date.fromisoformat(birth_date),
        birth_place,
    )
