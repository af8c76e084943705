"""How long a certificate takes, sealed and unsealed, beside the plain way to make one.

Run it with `python3 run.py bench`, or alone with `python -m benchmarks.certificates [how many]`. All ways print the
same paper, in turns. The plain loop makes fonts, style sheet and border anew each time, as `HTML(...).write_pdf()`
does, and claims no standard; its seal is pyHanko's stock call with the same P-256 key. On one core the time that the
core worked is told: other work on the machine moves it less than the time on the wall, and the ratio least. On all
cores it is the time on the wall, for both ways.
"""

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import segno
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from app.documents.facts import CertificateFacts
from app.documents.rendering import render_certificate
from app.documents.sealing import Authority, room_for, sealed, sealed_certificate
from app.documents.sealing.development import new_development_authority
from app.documents.sealing.keys import open_pkcs12
from app.documents.typesetting.paper import PAPER, sample_facts, written_page
from app.documents.workshop import Work, Workshop, cores

HOW_MANY = 32
ROUNDS = 4
AT = datetime(2022, 11, 15, 11, 0, tzinfo=UTC)
_PAGE = "@page { background: url(border.svg) no-repeat 0 0 / 297mm 210mm }"
_KEY = new_development_authority()
AUTHORITY = Authority(*open_pkcs12(_KEY, ""))


def main() -> None:
    """Print the milliseconds of each way and how many times one goes into the other."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    people = list(invented(how_many))
    first = working(sealed_by_us, people[0])
    working(plain_sealed, people[0])
    ways = (render_certificate, sealed_by_us, plain_certificate, plain_sealed)
    spent = dict.fromkeys(ways, 0.0)
    for facts in people:
        for way in ways:
            spent[way] += working(way, facts)
    ours, ours_sealed, plain, plain_with_seal = (spent[way] / how_many * 1000 for way in ways)
    print(f"Start-up and first certificate: {first * 1000:.0f} ms")
    print(
        f"One core, unsealed: {ours:.0f} ms each; plain loop {plain:.0f} ms, {plain / ours:.1f} times as long"
    )
    print(
        f"One core, sealed: {ours_sealed:.0f} ms each; plain loop with a stock seal {plain_with_seal:.0f} ms, "
        f"{plain_with_seal / ours_sealed:.1f} times as long"
    )
    print(f"One sealed certificate on click: {ours_sealed / plain_with_seal:.2f} of the plain call")
    on_all_cores(people)


def on_all_cores(people: list[CertificateFacts]) -> None:
    """Print how a run on all cores compares with the plain loop, in turns of both."""
    ours = plain = 0.0
    some = people[: max(len(people) // ROUNDS // 2, 1)]
    with Workshop() as workshop:
        # The processes are warm, as in the middle of a run.
        list(workshop.typeset(as_works(people[: 2 * cores()])))
        for _round in range(ROUNDS):
            start = time.perf_counter()
            for _name, typeset in workshop.typeset(as_works(people)):
                if not isinstance(typeset, bytes):
                    raise typeset
                sealed(typeset, AUTHORITY)
            middle = time.perf_counter()
            for facts in some:
                plain_sealed(facts)
            ours += (middle - start) / len(people)
            plain += (time.perf_counter() - middle) / len(some)
    print(
        f"{cores()} cores, sealed: {ours / ROUNDS * 1000:.0f} ms each; plain loop with a stock seal "
        f"{plain / ROUNDS * 1000:.0f} ms, {plain / ours:.1f} times as long"
    )


def invented(how_many: int) -> Iterator[CertificateFacts]:
    """As many certificates of one invented person."""
    sample = replace(sample_facts(), is_specimen=False)
    for number in range(how_many):
        yield replace(sample, number=f"LAN-2022-{number:04d}")


def as_works(people: list[CertificateFacts]) -> Iterator[Work[str]]:
    """What a workshop is asked for."""
    return ((facts.number, facts, room_for(facts, AUTHORITY, AT), {}) for facts in people)


def working(way: Callable[[CertificateFacts], bytes], facts: CertificateFacts) -> float:
    """How long one core works to make a certificate."""
    start = time.process_time()
    way(facts)
    return time.process_time() - start


def sealed_by_us(facts: CertificateFacts) -> bytes:
    """A certificate as it is issued."""
    return sealed_certificate(facts, AUTHORITY, AT)


def plain_certificate(facts: CertificateFacts) -> bytes:
    """The same paper as most programs would print it."""
    fonts = FontConfiguration()
    text = written_page(facts, 1, segno.make(facts.verification_url).svg_data_uri())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        styles = [
            CSS(filename=PAPER / "certificate.css", font_config=fonts),
            CSS(string=_PAGE, base_url=str(PAPER / "certificate.css"), font_config=fonts),
        ]
        page = HTML(string=text, base_url=str(PAPER / "certificate.html"))
        return bytes(page.write_pdf(stylesheets=styles, font_config=fonts, pdf_tags=True))


def plain_sealed(facts: CertificateFacts) -> bytes:
    """The same paper, sealed as most programs would seal it."""
    writer = IncrementalPdfFileWriter(BytesIO(plain_certificate(facts)))
    metadata = PdfSignatureMetadata(
        field_name="Livret", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    return bytes(sign_pdf(writer, metadata, signer=_STOCK_SIGNER).getbuffer())


def stock_signer() -> SimpleSigner:
    """The signer of pyHanko with the same key."""
    held = load_pkcs12(_KEY, None)
    private = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[union-attr]
    own, *above = (Certificate.load(each.public_bytes(Encoding.DER)) for each in AUTHORITY.chain)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(above)
    return SimpleSigner(own, PrivateKeyInfo.load(private), store)


_STOCK_SIGNER = stock_signer()


if __name__ == "__main__":
    main()
