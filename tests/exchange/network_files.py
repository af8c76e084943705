"""The five files of a network of 34, written the way the State and Excel write them: none passes through our writer."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import xlsxwriter

TODAY: Final = date(2022, 11, 15)
LATE: Final = frozenset({7, 21})
EXEMPT: Final = 30
PARCOURS: Final = (105, 280, 350, 420)
GIVEN: Final = "Amaïa Éloïse jean-noël ZOÉ Maïté Cœur Hélène Aïnhoa Noël Léa Inès".split()
FAMILY: Final = (
    "ETCHEVERRY Labat D'ARTAGNAN duboscq-larrère O’Hara Castaings Lafitte Œillet Barrère Junca Güell".split()
)
TOWNS: Final = (
    ("Dax", "40100"),
    ("Mimizan", "40200"),
    ("Aire-sur-l’Adour", "40800"),
    ("Biscarrosse", "40600"),
)


@dataclass(frozen=True)
class Recruit:
    """One of the 34."""

    number: int

    @property
    def given_name(self) -> str:
        return GIVEN[self.number % len(GIVEN)]

    @property
    def family_name(self) -> str:
        return f"{FAMILY[self.number % len(FAMILY)]} {'ABCD'[self.number // len(FAMILY)]}"

    @property
    def state_id(self) -> int:
        return 1042 + self.number

    @property
    def email(self) -> str:
        return f"recrue{self.number}@exemple.fr"

    @property
    def official_email(self) -> str:
        return f"recrue{self.number}@conseiller-numerique.fr"

    @property
    def is_late(self) -> bool:
        return self.number in LATE

    @property
    def starts_on(self) -> date:
        return date(2022, 3, 14) + timedelta(weeks=self.number % 3)

    @property
    def parcours(self) -> int:
        return PARCOURS[self.number % 4]


RECRUITS: Final = [Recruit(number) for number in range(34)]


def written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "Non renseignée"


def advisors_file(recruits: Sequence[Recruit] = RECRUITS) -> bytes:
    """``export-cnfs_entre_….csv``: ``;``, line feeds, UTF-8 without mark; addresses in any case, no identifiers."""
    lines = [
        "Prénom;Nom;Email;Email @conseiller-numerique.fr;Nom de la structure;Code Postal;Date de recrutement;"
        "Date de fin de formation;Certification;Activé;CRA Saisis"
    ]
    for recruit in recruits:
        town, code = TOWNS[recruit.number % 4]
        hired_on = None if recruit.is_late else recruit.starts_on
        lines.append(
            f"{recruit.given_name};{recruit.family_name} ;{recruit.email.title()};{recruit.official_email};"
            f"MAIRIE DE {town.upper()};{code};{written(hired_on)};Non renseignée;"
            f"{'Non' if recruit.is_late else 'Oui'};Oui;{recruit.number * 3}"
        )
    return "\n".join(lines).encode()


def training_dates_file(recruits: Sequence[Recruit]) -> bytes:
    """The State's file as Excel saves it in France: Windows-1252, ``;``, line ends of Windows, blank lines below."""
    lines = [
        "ID conseiller;ID structure;Mail CNFS;Date de départ en formation;Date de fin de formation;Commentaires;"
        "Parcours"
    ]
    for recruit in recruits:
        dates = f"{written(recruit.starts_on)};{written(recruit.starts_on + timedelta(weeks=20))};;"
        if recruit.is_late:
            dates = "#N/D;#N/D;Formation en septembre;"
        if recruit.number == EXEMPT:
            dates = "#N/D;#N/D;exempté;"
        parcours = "" if recruit.number == EXEMPT else f"{recruit.parcours}h"
        lines.append(f"{recruit.state_id};310;{recruit.official_email.upper()};{dates}{parcours}")
    return "\r\n".join([*lines, ";;;;;;", ";;;;;;", ""]).encode("cp1252")


def ccp1_workbook(recruits: Sequence[Recruit]) -> bytes:
    """The certifier's workbook: a first sheet about something else, numbers as numbers, names the wrong way round."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        workbook.add_worksheet("Mode d'emploi").write(0, 0, "À lire")
        sheet = workbook.add_worksheet("Résultats CCP1 REMN 2022")
        sheet.write_row(0, 0, ["idPG", "nom", "prénom", "email", "certifié"])
        for row, recruit in enumerate(recruits, start=1):
            names = (recruit.given_name, recruit.family_name)
            passed = "non" if recruit.is_late else "oui"
            sheet.write_row(row, 0, [recruit.state_id, *names, recruit.email, passed])
    return buffer.getvalue()


def pix_file(recruits: Sequence[Recruit]) -> bytes:
    lines = ["Prenom,Nom,Email,IdPG,Pix"]
    for recruit in recruits:
        identifier = "0" if recruit.number % 2 else recruit.state_id
        has_pix = "Non" if recruit.is_late else "OUI"
        lines.append(
            f'{recruit.given_name},"{recruit.family_name}, dit",{recruit.email},{identifier},{has_pix}'
        )
    return "\ufeff".encode() + "\r\n".join(lines).encode()


def hours_file(recruits: Sequence[Recruit], days: int = 3) -> bytes:
    """Two half-days a day for everybody who is trained, one of them excused."""
    lines = ["ID conseiller;Date;Demi-journée;Heures;Modalité;Présence;Commentaire"]
    for recruit in recruits:
        for day in range(0 if recruit.number == EXEMPT else days):
            written_day = written(date(2022, 9, 5) + timedelta(days=day))
            lines.append(f"{recruit.state_id};{written_day};matin;3,5;présentiel;présent;")
            excused = ";;absent excusé;Rendez-vous médical" if day == 1 else "3 h 20;distanciel;;"
            lines.append(f"{recruit.state_id};{written_day};après-midi;{excused}")
    return "\n".join(lines).encode()


@cache
def contents(how_many: int) -> dict[str, tuple[str, bytes]]:
    """Return name and content of the five files of so many recruits, by kind, in the order of their import."""
    recruits = RECRUITS[:how_many]
    return {
        "advisors": ("export-cnfs_entre_2021-01-01_et_2022-11-15.csv", advisors_file(recruits)),
        "training-dates": ("dates de formation.csv", training_dates_file(recruits)),
        "ccp1-results": ("certification.xlsx", ccp1_workbook(recruits)),
        "pix-results": ("import-pix.csv", pix_file(recruits)),
        "hours": ("heures.csv", hours_file(recruits)),
    }


def network_files(folder: Path, how_many: int = len(RECRUITS)) -> dict[str, Path]:
    """Write the five files into ``folder`` and return their paths, by kind, in the order in which they are imported."""
    paths = {}
    for kind, (name, content) in contents(how_many).items():
        paths[kind] = folder / name
        paths[kind].write_bytes(content)
    return paths
