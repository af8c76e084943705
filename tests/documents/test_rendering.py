"""The certificate: one page, the same bytes for the same facts, every European name, nothing fetched."""

import gc
import os
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

import page
import pypdfium2
import pytest
from pypdf import PdfReader
from weasyprint import HTML

from app.documents.facts import DEFAULT_DISCLAIMERS, DEFAULT_HEADINGS, LIMITS, CertificateFacts, Signatory
from app.documents.rendering import paper_version, render_certificate, sample_facts
from app.documents.rules import CharacterNotDrawn
from app.documents.typesetting.glyphs import missing_characters
from app.documents.typesetting.press import press
from tests.documents.papers import facts_at_their_limits, flat, pages_of, text_of, without_spaces, words_of

SAMPLE = sample_facts()
IN_SERVICE = replace(SAMPLE, is_specimen=False)
paper = cache(render_certificate)
"""What several tests look at is printed for the first of them."""
FIVE_COMPETENCES = (
    "Accueillir les personnes et présenter les missions de la médiation numérique",
    "Recueillir les besoins, poser un diagnostic partagé et proposer des accompagnements adaptés",
    "Concevoir et programmer des accompagnements aux usages numériques",
    "Préparer et animer des accompagnements aux usages numériques dans différents lieux et environnements",
    "Évaluer ses actions et sa pratique professionnelle",
)
EUROPEAN_NAMES = (
    "Łukasz Wałęsa-Żółć Ąę",
    "Erdős Őrsi Űr",
    "Ștefan Țăran Băsescu",
    "Şahin Çağrı Yıldırım İnönü",
    "Ĳsbrand Dijkstra ĳ",
    "Llŷr Gŵyn Ŵyn Ẁẃẅ Ỳỳ",
    "Þórður Guðmundsdóttir Æsa",
    "Großmann STRAẞE",
    "Ħal Għarb Ġużepp Ċ Żejtun",
    "Ŋárga Ŧeođor Čáhput",
    "Şəhla Əliyeva",
    "O'Brien O’Neill Oʼahu",
    "Anne‐Marie Jean‑Luc Le-Goff",
    "Zoë Noëlle Citroën Çelik",
    "Iñaki Núñez Peña",
    "Björk Åse Østergård",
    "Jõgeva Šťastný Řehoř Ďáblice",
    "Ľudmila Ĺ Ŕ Ňaňa Ťažký",
    "Ķēniņš Ģirts Ļoti Ņem Šņore",
    "Ūsas Žemaitė Ėglė Įsrutis",
    "Đorđe Ćosić Ljiljana",
    "Còsta Òc Açò L·l Ŀŀ",
    "Skolt Ǩǩ Ǥǥ Ǯǯ Ʒʒ Õõ",
    "Irish Ḃḃ Ċċ Ḋḋ Ḟḟ Ġġ Ṁṁ Ṗṗ Ṡṡ Ṫṫ",
    "Livonian Ȭȭ Ȯȯ Ḑḑ Ŗŗ",
    "Bréton C’hoazh Ñ",
    "Ǿǿ Ǻǻ Ǽǽ Føroyar",
    "Ĉĝĥĵŝŭ Esperanto",
    "Œuvre Ÿ Lætitia",
    "Ĭĭ Ŏŏ Ğğ Čč ſ ĸ",
)
PAYLOADS = (
    '<img src="{file}">',
    '<img src="{web}">',
    '<link rel="attachment" href="{file}">',
    '<link rel=stylesheet href="{web}">',
    "<style>@import url({web})</style>",
    "<style>body{{background:url({web})}}</style>",
    '<object data="{file}">',
    '<embed src="{web}">',
    '<iframe src="{file}">',
    '<svg><image href="{web}"/></svg>',
    '<base href="{web}">',
    "url({file})",
    "@import '{web}';",
    "{{{{7*7}}}}",
    "{{% include '/etc/passwd' %}}",
    "{{{{config}}}}",
    '"><script src={web}></script>',
    '<a rel=attachment href="{file}">x</a>',
    "<!-- {file} --><!--",
    "<meta name=title content=x>",
    "&lt;b&gt;&#x3c;img&#x3e;",
    "<h1 style=content:url({file})>",
)
HOSTILE_FIELDS = (
    "number",
    "given_name",
    "family_name",
    "birth_place",
    "title_name",
    "block_name",
    "provider_name",
    "place",
    "issuer_name",
    "network_name",
    "heading",
    "disclaimer",
)


def test_the_sample_says_everything_it_has_to_say() -> None:
    text = text_of(paper(IN_SERVICE))
    for said in (
        "Conseillers numériques des Landes",
        "Attestation de parcours",
        "Maïté Dubernet-Lafitte",
        "14 mars 1991, Mont-de-Marsan",
        "a suivi 350 heures de formation (Afpa, centre de Saint-Paul-lès-Dax), du 14 mars au 30 septembre 2022,",
        "et a satisfait, devant le jury réuni le 12 octobre 2022, aux épreuves du bloc de compétences",
        f"« {SAMPLE.block_name} »",
        "CCP1 du titre professionnel « Responsable d’espace de médiation numérique » · RNCP 34137 · niveau 5",
        *SAMPLE.competences,
        "Fait à Mont-de-Marsan, le 28 octobre 2022",
        "Hélène Castaignède",
        "La présidente du réseau",
        "LAN-2022-0007",
        "7KQ3 M2XV B9RD T4HW Z8NC PJ5Y GA",
        DEFAULT_DISCLAIMERS["fr"],
    ):
        assert flat(said) in text
    assert without_spaces(SAMPLE.verification_url) in without_spaces(text)
    assert "Spécimen" not in text


def test_the_address_to_check_breaks_before_the_number_and_before_the_code() -> None:
    start, number, code = (
        "https://livret.example.org/verifier/",
        "LAN-2022-0007/",
        "1PBPXQ60SWM2Z5CW61BQRZQPB5",
    )
    pdf = render_certificate(replace(SAMPLE, verification_url=start + number + code))
    lines = [line.strip() for line in PdfReader(BytesIO(pdf)).pages[0].extract_text().splitlines()]
    first = lines.index(start)
    assert lines[first : first + 3] == [start, number, code]


def test_an_english_paper_keeps_the_french_names() -> None:
    english = replace(
        SAMPLE,
        language="en",
        heading=DEFAULT_HEADINGS["en"],
        disclaimer=DEFAULT_DISCLAIMERS["en"],
        hours_minutes=5250,
    )
    text = text_of(render_certificate(english))
    assert "Record of training" in text
    assert "completed 87 hours 30 minutes of training" in text
    assert f"« {SAMPLE.block_name} »" in text


@pytest.mark.parametrize(
    ("mark", "said"), [("is_specimen", "Spécimen"), ("is_development", "Document d’essai")]
)
def test_a_paper_that_is_not_in_service_says_so_across_the_page(mark: str, said: str) -> None:
    assert said not in text_of(paper(IN_SERVICE))
    assert said in text_of(
        paper(replace(SAMPLE, is_specimen=mark == "is_specimen", is_development=mark == "is_development"))
    )


EXTREMES: dict[str, Callable[[], CertificateFacts]] = {
    "specimen": lambda: SAMPLE,
    "sample": lambda: IN_SERVICE,
    "every text at its limit": facts_at_their_limits,
    "one endless word each": lambda: facts_at_their_limits(lambda limit: "W" * limit),
    "five competences, three signatories": lambda: replace(
        IN_SERVICE,
        competences=FIVE_COMPETENCES,
        signatories=(Signatory("Ana Díaz", "La directrice générale déléguée"),) * 3,
    ),
    "nothing optional": lambda: replace(
        IN_SERVICE,
        competences=(),
        birth_date=None,
        birth_place=None,
        training_from=None,
        training_to=None,
        provider_name=None,
        jury_date=None,
        place=None,
        hours_minutes=0,
    ),
    "a very long name": lambda: replace(
        IN_SERVICE, given_name="Marie-Antoinette " * 4, family_name="de Montesquiou " * 5
    ),
}


@pytest.mark.parametrize("make_facts", EXTREMES.values(), ids=EXTREMES.keys())
def test_a_certificate_is_always_one_page(make_facts: Callable[[], CertificateFacts]) -> None:
    assert pages_of(paper(make_facts())) == 1


@pytest.mark.parametrize(
    "case", [each for each in EXTREMES if each not in {"specimen", "one endless word each"}]
)
def test_no_line_touches_the_border_or_another_line(case: str) -> None:
    document = pypdfium2.PdfDocument(paper(EXTREMES[case]()))
    words, millimetre = words_of(document[0]), document[0].get_width() / 297
    document.close()
    assert words
    for word in words:
        assert word.left >= 13 * millimetre
        assert word.right <= 284 * millimetre
        assert word.bottom <= 197.4 * millimetre
    words.sort(key=lambda word: word.top)
    for index, one in enumerate(words):
        for other in words[index + 1 :]:
            if other.top >= one.bottom:
                break
            overlap_across = min(one.right, other.right) - max(one.left, other.left)
            overlap_down = min(one.bottom, other.bottom) - max(one.top, other.top)
            # The boxes of neighbouring lines, with their accents and tails, may meet by less than half a line.
            smaller = min(one.bottom - one.top, other.bottom - other.top)
            assert overlap_across < 1 or overlap_down < smaller / 2, (one.text, other.text)


@pytest.mark.parametrize("case", ["sample", "every text at its limit"])
def test_every_text_is_there_to_the_last_letter(case: str) -> None:
    facts = EXTREMES[case]()
    printed = without_spaces(text_of(paper(facts))).replace("-", "")
    for field, _, text in facts.limited_texts():
        if field not in {"verification_code", "place"}:
            assert without_spaces(text).replace("-", "") in printed, field


@pytest.mark.parametrize("first", range(0, 30, 5))
def test_european_names_come_out_letter_by_letter(first: int) -> None:
    names = EUROPEAN_NAMES[first : first + 5]
    one, other = " ".join(names[:2]), " ".join(names[2:])
    # Each name in four faces: that of names, that of sentences, and the two of what is small.
    facts = replace(
        SAMPLE,
        given_name=one,
        family_name=other,
        place=one,
        provider_name=other,
        birth_place=one,
        network_name=other,
        signatories=(Signatory(one, other),),
        is_specimen=False,
    )
    pdf = render_certificate(facts)
    # A letter that no font has whole is drawn as letter and mark, which readers of PDFs set apart by a space; where
    # the two are of another face than the sentence around them, they read them elsewhere.
    text = without_spaces(text_of(pdf))
    assert without_spaces(f"{one} {other}") in text
    assert [name for name in names if text.count(without_spaces(name)) < 3] == []
    fonts = {str(font["/BaseFont"]) for font in fonts_of(pdf)}
    assert all("Livret" in font for font in fonts), fonts


def test_no_european_name_is_left_out() -> None:
    assert len(EUROPEAN_NAMES) == 30


def test_letters_written_with_combining_marks_are_the_same_letters() -> None:
    composed, apart = "Maïté Čáhput", "Mai\u0308te\u0301 C\u030ca\u0301hput"
    assert composed in text_of(render_certificate(replace(SAMPLE, given_name=apart)))


@pytest.mark.parametrize(
    ("name", "missing"),
    [("李 Wei", ("李",)), ("Иван", ("И", "в", "а", "н")), ("😀😀", ("😀",)), ("a\u202eb", ("\u202e",))],
)
def test_a_name_the_fonts_cannot_draw_is_refused_by_its_letters(name: str, missing: tuple[str, ...]) -> None:
    assert missing_characters(name) == missing
    with pytest.raises(CharacterNotDrawn) as refusal:
        render_certificate(replace(SAMPLE, family_name=name))
    assert refusal.value.facts["characters"] == " ".join(missing)


def test_a_forked_process_leaves_the_fonts_to_its_parent() -> None:
    """Whoever holds their folder deletes it in the end."""
    fonts = press()._fonts
    with warnings.catch_warnings():
        # The process that is forked only looks what it holds, and waits for no thread of this one.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        os._exit(fonts._folder is not None or press.cache_info().currsize)

    assert os.waitpid(child, 0)[1] == 0
    assert fonts._folder.is_dir()
    assert press()._fonts is fonts


def test_a_page_that_stands_ready_keeps_nothing_of_who_was_on_it_before() -> None:
    others = [
        SAMPLE,
        replace(EXTREMES["nothing optional"](), given_name="Ana", language="en"),
        replace(SAMPLE, given_name="Zoé", verification_url="https://b.example/c", network_name="Ailleurs"),
    ]
    alone = []
    for facts in others:
        press()._formes.clear()
        alone.append(render_certificate(facts))

    press()._formes.clear()
    together = [render_certificate(facts) for facts in (*others, others[0])]

    assert together == [*alone, alone[0]]


def test_few_pages_stand_ready_however_many_shapes_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.documents.typesetting.press._MOST_FORMES", 1)
    press()._formes.clear()
    shapes = [replace(SAMPLE, competences=SAMPLE.competences[:count]) for count in range(2)]

    first, again = ([render_certificate(facts) for facts in shapes] for _ in range(2))

    assert first == again
    assert len(press()._formes) <= 1


def test_other_facts_give_other_bytes_and_another_identifier() -> None:
    other = replace(SAMPLE, number="LAN-2022-0008")
    identifiers = {reader_of(paper(facts)).trailer["/ID"][0] for facts in (SAMPLE, other)}
    assert len(identifiers) == 2


def test_four_threads_print_four_right_certificates() -> None:
    two = [SAMPLE, replace(SAMPLE, number="LAN-2022-0008")]
    alone = [paper(facts) for facts in two]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(render_certificate, two * 2))
    assert together == alone * 2
    assert gc.isenabled()


def test_the_file_is_tagged_and_tells_title_language_and_version() -> None:
    reader = reader_of(paper(SAMPLE))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "fr"
    assert catalog["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Attestation de parcours – Maïté Dubernet-Lafitte – LAN-2022-0007"
    assert reader.metadata["/Creator"] == f"Livret, certificate {paper_version()}"
    assert reader.metadata["/CreationDate"] == "D:20221028"
    assert "/EmbeddedFiles" not in catalog.get("/Names", {})


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize("case", ["specimen", "every text at its limit", "nothing optional"])
def test_the_file_keeps_both_standards(profile: str, case: str) -> None:
    report = page.validate_pdf_bytes(paper(EXTREMES[case]()), profile=profile)
    # The length is right: where a compressed stream happens to end in CR, this validator takes that for a line end.
    failures = [failure for failure in report.failures if failure.rule_id != "PDFA3A-STREAM-LENGTH-001"]
    assert failures == []


def test_the_validator_sees_a_file_without_standards() -> None:
    plain = paper(SAMPLE).replace(b"<pdfuaid:part>1</pdfuaid:part>", b" " * 30)
    assert not page.validate_pdf_bytes(plain, profile="ua1").is_compliant


@pytest.fixture
def canaries(tmp_path: Path) -> Iterator[tuple[str, str, list[str]]]:
    """The addresses of a file and of a loopback server that nothing may read, and the requests the server got."""
    requests: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    secret = tmp_path / "s"
    secret.write_text("CANARYSECRET")
    server = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield secret.as_uri(), f"http://127.0.0.1:{server.server_port}/", requests
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 8))
def test_a_hostile_text_is_printed_as_it_is_written(first: int, canaries: tuple[str, str, list[str]]) -> None:
    file, web, requests = canaries
    payloads = [each.format(file=file, web=web) for each in PAYLOADS[first : first + 8]]
    texts: dict[str, Any] = {
        field: payload[: LIMITS[field]].strip() for field, payload in zip(HOSTILE_FIELDS, cycle(payloads))
    }
    one, other = payloads[0], payloads[-1]
    pdf = render_certificate(
        replace(
            SAMPLE,
            **texts,
            competences=tuple(payload[: LIMITS["competences"]] for payload in payloads[:4]),
            signatories=(Signatory(one[: LIMITS["signatory_name"]], other[: LIMITS["signatory_quality"]]),),
            verification_url=f"{web}?{one}"[: LIMITS["verification_url"]],
            is_specimen=False,
        )
    )
    printed = without_spaces(text_of(pdf)).replace("-", "")
    for field, text in texts.items():
        assert without_spaces(text).replace("-", "") in printed, field
    reader = reader_of(pdf)
    assert b"CANARYSECRET" not in b"".join(streams_of(reader))
    assert "/EmbeddedFiles" not in reader.trailer["/Root"].get("/Names", {})
    assert requests == []


def test_the_same_payloads_bite_without_escaping_and_with_an_open_fetcher(
    canaries: tuple[str, str, list[str]],
) -> None:
    """The negative control: what keeps the canaries silent is this product, not the way of the test."""
    file, web, requests = canaries
    text = f'<link rel="attachment" href="{file}"><img alt="x" src="{web}">'
    pdf = HTML(string=text).write_pdf()
    assert b"CANARYSECRET" in b"".join(streams_of(reader_of(pdf)))
    assert requests == ["/"]


def reader_of(pdf: bytes) -> Any:
    return PdfReader(BytesIO(pdf))


def fonts_of(pdf: bytes) -> list[dict[str, object]]:
    resources = reader_of(pdf).pages[0]["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]


def streams_of(reader: Any) -> Iterator[bytes]:
    """The decoded data of every stream of the file."""
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        if hasattr(found, "get_data"):
            yield found.get_data()
