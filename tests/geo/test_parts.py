"""A part of a number told before adds nothing to it, wherever the sentence that tells it stands; words of manner are no number."""

from __future__ import annotations

from datetime import date

import pytest

from geo.extraction import extract
from geo.model import Claim, Report


def counted(text: str, language: str, title: str = "") -> list[Claim]:
    report = Report(id="x", source="", text=text, published=date(2023, 5, 2), language=language, title=title)
    return [c for c in extract(report) if c.kind == "detention"]


WHOLE_AND_PART = [
    ("en", "In Taraz 310 people were taken to police stations after the rally. Of them, 40 were arrested by a court."),
    ("en", "Police detained 310 protesters in Taraz. The ministry gave the figure. Some 40 of them were held overnight."),
    ("ru", "В Таразе после митинга в полицию доставили 310 человек. Число назвали в департаменте. Из них 40 задержаны."),
    ("ru", "В Таразе полиция задержала 310 участников акции. Задержаны на трое суток 40 из них."),
    ("kk", "Таразда митингіден кейін полиция 310 адамды ұстады. Олардың 40-ы әйел, полиция бөліміне жеткізілді."),
]


@pytest.mark.parametrize(("language", "text"), WHOLE_AND_PART)
def test_a_part_told_in_a_later_sentence_is_a_subset(language: str, text: str) -> None:
    assert [c.count.min for c in counted(text, language) if not c.subset] == [310]


OF_OTHERS = [
    "In Taraz 310 people were detained at the rally. In Oral, 40 of them were taken to the police station.",
    "In Taraz 12 people were detained at the rally. The strikers say there were 40 of them.",
]


@pytest.mark.parametrize("text", OF_OTHERS)
def test_what_lies_elsewhere_or_is_more_is_no_part(text: str) -> None:
    assert 40 in [c.count.min for c in counted(text, "en") if not c.subset]


MANNER = [
    ("en", "Police in Taraz detained the protesters one by one."),
    ("en", "Activists were led away one after another at the rally in Taraz."),
    ("ru", "В Таразе на митинге активистов задерживали одного за другим."),
    ("kk", "Таразда митингіге шыққандарды бірінен соң бірін ұстап әкетті."),
]


@pytest.mark.parametrize(("language", "text"), MANNER)
def test_one_by_one_is_not_one(language: str, text: str) -> None:
    assert [(c.count.min, c.count.best) for c in counted(text, language)] == [(2, None)]


RIVERS = [
    ("en", "The rally in Astana was broken up. Seven people were detained on the embankment of the Esil.", "Astana"),
    ("en", "The rally in Atyrau was broken up. Seven people were detained by the Ural River.", "Atyrau"),
    ("ru", "Митинг в Петропавловске разогнали. У реки Ишим задержали семерых человек.", "Petropavl"),
    ("kk", "Атырауда митинг өтті. Жайық өзенінің жағасында жеті адам ұсталды.", "Atyrau"),
]


@pytest.mark.parametrize(("language", "text", "city"), RIVERS)
def test_a_river_is_not_the_town_of_its_name(language: str, text: str, city: str) -> None:
    assert [(c.count.min, c.place.city) for c in counted(text, language)] == [(7, city)]


def test_no_name_reaches_from_the_title_into_the_text() -> None:
    (claim,) = counted("Алматыда Абай алаңында төрт адам ұсталды.", "kk", title="Митинг")
    assert (claim.place.city, claim.place.site) == ("Almaty", "Abay Square")
