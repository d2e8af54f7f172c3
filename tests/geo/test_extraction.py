"""Claims from whole reports: what counts, what does not, where and when."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extraction import detect_language, extract
from geo.extraction.layout import blocks
from geo.model import Claim
from geo.resources import data_path
from made import claims, report


def detained(text: str, published: str = "2020-06-06") -> list[tuple[str | None, int | None, int | None]]:
    found = [c for c in claims(text, published) if c.kind == "detention" and not c.subset and not c.instance]
    return [(c.place.city, c.count.min, c.count.max) for c in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Police detained seven protesters in Almaty.", ("Almaty", 7, 7)),
        ("Seven protesters were detained in Almaty.", ("Almaty", 7, 7)),
        ("In Almaty, at least seven protesters have been arrested.", ("Almaty", 7, None)),
        ("About 30 activists were bundled into police vans in Oral.", ("Oral", 24, 36)),
        ("Officers in Atyrau took 12 demonstrators away.", ("Atyrau", 12, 12)),
        ("Police rounded up dozens of activists in Aktobe.", ("Aktobe", 24, 99)),
        ("More than 40 detentions were reported at the rally in Taraz.", ("Taraz", 41, None)),
        ("There were detentions at the rally in Semey.", ("Semey", 1, None)),
        ("Activists were detained in Semey.", ("Semey", 2, None)),
        ("Police put the number of those detained at the rally in Pavlodar at 17.", ("Pavlodar", 17, 17)),
        ("A protester was taken to the police station in Kostanay.", ("Kostanay", 1, 1)),
        ("Protest in Shymkent: nine people held by police.", ("Shymkent", 9, 9)),
    ],
)
def test_who_is_detained(text: str, wanted: tuple[str, int, int | None]) -> None:
    assert detained(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "About 200 protesters gathered in Almaty.",
        "Police said that protesters in Almaty would be detained.",
        "If ten protesters were to be detained in Almaty, the rally would go on.",
        "A court in Almaty sentenced five activists to 15 days.",
        "Twelve protesters were injured in Almaty.",
        "Activists in Almaty demanded the arrest of two ministers.",
        "Were ten protesters detained in Almaty?",
        "Police in Almaty arrested three men for theft.",
        "Protesters in Almaty were not detained.",
        "Police were ready for mass arrests at the rally in Almaty.",
    ],
)
def test_what_is_no_detention(text: str) -> None:
    assert detained(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nobody was detained at the rally in Semey.",
        "No one was arrested at the rally in Semey.",
        "There were no detentions at the rally in Semey.",
        "Police did not detain anyone at the rally in Semey.",
        "The rally in Semey ended without arrests.",
    ],
)
def test_nobody_detained_is_a_claim_of_nought(text: str) -> None:
    (claim,) = [c for c in claims(text) if c.kind in ("detention", "no_detention")]
    assert (claim.kind, claim.place.city, claim.count.min, claim.count.max, claim.count.form) == ("no_detention", "Semey", 0, 0, "none")


def test_a_tally_under_a_heading() -> None:
    text = "Detained at rallies on 1 May, by city:\nAlmaty - 25\nAstana – 12+\nSemey: 0\nAktobe - no data yet"
    found = claims(text, "2018-05-02")
    assert [(c.place.city, c.kind, c.count.min, c.count.max) for c in found] == [
        ("Almaty", "detention", 25, 25), ("Astana", "detention", 12, None), ("Semey", "no_detention", 0, 0),
    ]  # fmt: skip
    assert {str(c.date_start) for c in found} == {"2018-05-01"}


def test_numbers_beside_places_in_one_sentence() -> None:
    assert detained("Police detained 70 activists in Almaty, 19 in Astana and five in Oral.", "2018-06-23") == [
        ("Almaty", 70, 70), ("Astana", 19, 19), ("Oral", 5, 5),
    ]  # fmt: skip


def test_two_cities_and_one_number_is_the_countrys() -> None:
    (claim,) = claims("About 500 people were detained at rallies in Almaty and Shymkent.")
    assert (claim.place.kind, claim.place.country, claim.count.best) == ("country", "KZ", 500)


def test_a_part_of_a_count_is_a_subset() -> None:
    found = claims("Police detained 30 activists in Almaty, among them five minors.")
    assert [(c.count.best, c.subset) for c in found] == [(30, False), (5, True)]


def test_one_fact_once() -> None:
    text = "Police detained 12 activists in Taraz on June 5.\n\nRallies were held in several cities. In Taraz, 12 activists were detained on June 5."
    (claim,) = claims(text)
    assert len(claim.mentions) == 1
    start, end = claim.mentions[0]
    assert "12 activists were detained" in text[start:end]


def test_the_place_comes_from_paragraph_dateline_or_heading() -> None:
    assert detained("In Almaty, a rally was broken up. Twelve people were detained.") == [("Almaty", 12, 12)]
    assert detained("SEMEY, Kazakhstan -- Twelve people were detained at a rally.") == [("Semey", 12, 12)]


def test_where_somebody_comes_from_is_not_where_it_was() -> None:
    assert detained("An Oral resident and an Almaty-based activist were detained at a rally in Aktobe.")[0][0] == "Aktobe"


def test_a_place_that_nothing_knows_is_kept() -> None:
    (claim,) = claims("Police detained 12 protesters in Zzyzxburg on Saturday.")
    assert (claim.place.basis, claim.place.name, claim.place.lat, claim.count.best) == ("unplaced", "Zzyzxburg", None, 12)


def test_a_site_that_no_table_knows_is_shown_at_its_city() -> None:
    (claim,) = claims("Police detained 12 protesters near Quux Square in Almaty.")
    assert (claim.place.city, claim.place.site, claim.place.basis) == ("Almaty", "Quux Square", "site_not_found")
    assert claim.place.precision_m is not None
    assert claim.place.precision_m >= 10_000


def test_the_name_is_that_of_the_day() -> None:
    (claim,) = claims("Police detained 12 protesters in Astana.", "2020-06-06")
    assert (claim.place.city, claim.place.name_today) == ("Nur-Sultan", "Astana")


def test_the_sample_of_6_june_2020() -> None:
    text = next(data_path("reports").rglob("2020-06-06-rferl-kazakhstan.md")).read_text(encoding="utf-8").split("---", 2)[2]
    found = claims(text, "2020-06-06")
    whole = [(c.place.city, c.place.site, c.count.min, c.count.max) for c in found if c.kind == "detention" and not c.instance]
    assert (None, None, 24, 99) in whole
    assert ("Almaty", "Gandhi Park", 10, 14) in whole
    assert ("Kyzylorda", None, 7, None) in whole
    assert any(w[:2] == ("Nur-Sultan", "Independence Square") and w[2] in (1, 2) and w[3] is None for w in whole)
    assert {w[0] for w in whole} <= {None, "Almaty", "Kyzylorda", "Nur-Sultan"}
    assert any(c.kind == "gathering" and c.count.min == 100 and c.place.city == "Almaty" for c in found)
    assert any(c.kind == "police_presence" and c.place.city == "Semey" for c in found)
    assert not any(c.kind == "detention" and c.place.city == "Semey" for c in found)
    park = next(c for c in found if c.place.site == "Gandhi Park")
    assert "Koshe Party" in park.organisers


def holds_together(found: list[Claim], text: str) -> None:
    assert len({c.id for c in found}) == len(found)
    for claim in found:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote
        for _, start, end, _ in claim.explain:
            assert 0 <= start <= end <= len(text)
        assert Claim.from_json(claim.to_json()) == claim


def test_offsets_point_into_the_text_as_it_came() -> None:
    for path in sorted(data_path("reports").rglob("*.md")):
        text = path.read_text(encoding="utf-8").split("---", 2)[2]
        holds_together(claims(text), text)


PIECES = ["Police", "detained", "dozens", "of", "activists", "in", "Almaty", "Semey", ",", ".", "\n", "12", "nobody", "was", "were", "arrests",
          "including", "five", "on June 6", ":", "-", "–", "\"", "among them", "taken", "away", "no", "the same number", "Independence Square"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_any_order_of_words_is_survived(text: str) -> None:
    holds_together(claims(text), text)


@given(st.text(max_size=400))
def test_any_text_is_survived(text: str) -> None:
    extract(report(text))


@given(st.text(alphabet=st.sampled_from("ab .!?\n\t:–-A1"), max_size=200))
def test_blocks_and_sentences_cover_the_text_in_order(text: str) -> None:
    last = 0
    for block in blocks(text):
        assert block.start >= last
        last = block.end
        for sentence in block.sentences:
            assert block.start <= sentence.start < sentence.end <= block.end
    assert not re.sub(r"\s", "", text) or blocks(text)


def test_languages() -> None:
    assert detect_language("Police detained people in the city.") == "en"
    assert detect_language("Полиция задержала людей на площади.") == "ru"
    assert detect_language("Полиция алаңда адамдарды ұстады, қалада.") == "kk"
    assert detect_language("Polısııa alańda adamdardy ustady jáne aparyp ketti.") == "kk"


def test_a_mixed_report_is_read_sentence_by_sentence() -> None:
    text = (
        "Митинг прошел в Алматы 6 июня. Полиция задержала семерых активистов на площади Республики. "
        "Ал Семейде бес белсенді ұсталды. Police detained twelve protesters in Astana, witnesses said."
    )
    found = [(c.language, c.count.best, c.place.city) for c in claims(text)]
    assert found == [("ru", 7, "Almaty"), ("kk", 5, "Semey"), ("en", 12, "Nur-Sultan")]


def test_a_name_in_a_groups_name_is_no_place() -> None:
    (claim,) = claims("Dozens of supporters of Wake Up, Kazakhstan were taken away by police.", title="Rally in Oral")
    assert claim.place.city == "Oral"


def test_a_replaced_figure_is_no_claim() -> None:
    found = claims("More than 3,500 people have been detained in Shymkent since the unrest began. The previous figure was 2,700.")
    assert [c.count.min for c in found] == [3501]
