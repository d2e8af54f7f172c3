"""Kazakh: groups of people by their many names, days told by the text around them, letters with apostrophes."""

from __future__ import annotations

from datetime import date

import pytest

from geo.extraction import extract
from geo.extraction.kazakh import find_dates, find_groups, respell
from geo.extraction.layout import blocks
from geo.model import Report

NOBODY = ["бірде-бір адамды", "ешқайсымызды", "бірін де", "бір де кісіні", "бірде-біреуі", "никого"]


@pytest.mark.parametrize("words", NOBODY)
def test_nobody_has_many_names(words: str) -> None:
    (sentence,) = blocks(f"Полиция {words} әкеткен жоқ.")[0].sentences
    groups = [g for g in find_groups(sentence, set()) if g.kind == "nobody"]
    assert [g.count.text for g in groups] == [words]


@pytest.mark.parametrize(("text", "count"), [
    ("Арбадағы жігіт пен оның екі досын алып кетті", 2),
    ("Тізімде 58 есім тұр", 58),
    ("Бес қырғызды ұстады", 5),
    ("Таңда ұл-қыздың жетеуін әкетті", 7),
    ("Көшеден 1 мың 200 адам әкетілді", 1200),
])  # fmt: skip
def test_people_are_counted_by_many_nouns(text: str, count: int) -> None:
    (sentence,) = blocks(text)[0].sentences
    assert count in [g.count.best for g in find_groups(sentence, set())]


@pytest.mark.parametrize(("text", "days"), [
    ("2007, 3 мамыр. Тараз. Шеру.", ["2007-05-03"]),
    ("Сенбі, 10 маусым", ["2023-06-10"]),
    ("4 маусымда, жексенбіде, алаңда", ["2023-06-04"]),
    ("2009 жылғы 7 шілдеде шықтық. 9-ы күні інім де шықты. Үш күннен кейін үйге келдім.", ["2009-07-07", "2009-07-09", "2009-07-12"]),
    ("2011 жыл, 5 тамыз. Шатыр құрдық.\n\n7 тамыз. Кеше су келді.", ["2011-08-05", "2011-08-07", "2011-08-06"]),
    ("Он екі жыл бұрынғы 16 желтоқсанда болдым.", ["2011-12-16"]),
    ("2018 жылдың күзінде басталды, 4 қазанда тарады.", ["2018-10-04"]),
    ("Полиция сенбідегі брифингте айтты, бүгінгі таңда тыныш.", []),
    ("2023 жылдың бірінші тоқсанында", ["2023-01-01"]),
    ("Мамыр бойы тыныш болды", ["2023-05-01"]),
    ("өткен аптаның бейсенбісінде", ["2023-06-08"]),
])  # fmt: skip
def test_days_that_the_text_around_tells(text: str, days: list[str]) -> None:
    assert [str(d.first) for d in find_dates(text, date(2023, 6, 16))] == days


def test_a_list_has_the_day_of_its_head_and_a_bulletin_its_period() -> None:
    listed = extract(
        Report(
            id="r", language="kk", published=date(2023, 6, 12), text="Митингілер.\n2021 жылы ұсталғандар:\n– Тараз: 12 адам\n– Орал: 5 адам"
        )
    )
    assert {(c.place.city, str(c.date_start), str(c.date_end)) for c in listed} == {
        ("Taraz", "2021-01-01", "2021-12-31"), ("Oral", "2021-01-01", "2021-12-31"),
    }  # fmt: skip


def test_letters_of_2017_have_apostrophes() -> None:
    spelt = respell("Qarag’andyda s’ahterlerdin’ bes-altay’yn bo’limge a’ketti.")
    assert spelt is not None
    assert spelt.text == "Қарағандыда шахтерлердің бес-алтауын бөлімге әкетті."


@pytest.mark.parametrize("text", ["Сағат он бірде тарады", "Кешкі сегізде жиналды"])
def test_the_hour_is_no_number_of_people(text: str) -> None:
    (sentence,) = blocks(text)[0].sentences
    assert not [g for g in find_groups(sentence, set()) if g.kind in ("bare", "counted")]


@pytest.mark.parametrize(("text", "count"), [
    ("Анасы мен екі қызын әкетті", 3),
    ("Ерлі-зайыптыларды көлікке мінгізді", 2),
    ("Он бес митингілеушіні ұстады", 15),
    ("Жеті алматылық ұсталды", 7),
    ("Елудің айналасында адам ұсталды", 50),
    ("Тағы 7-еуін әкетті", 7),
    ("Комитеттің басшысы мен газеттің редакторын әкетті", 2),
    ("Үш жігіт, екі қыз ұсталды", 5),
    ("Сексенге жетеғабыл адам ұсталды", 80),
    ("8 мен 10 арасында адам ұсталды", 9),
])  # fmt: skip
def test_people_by_what_they_do_and_where_they_live(text: str, count: int) -> None:
    (sentence,) = blocks(text)[0].sentences
    assert count in [g.count.best for g in find_groups(sentence, set())]


@pytest.mark.parametrize(("text", "counts"), [
    ("Оралда митинг өтті. Бес студент бөлімнен бір-ақ шықты.", [5]),
    ("Оралда митинг өтті. Екі белсенді полиция көлігіне отырып кетті.", [2]),
    ("Семейде митингіде белсенді Асқар Сарин бейсауат киімділермен кетті.", [1]),
    ("Митингіде Оралда үш полицей полиция көлігіне отырып кетті.", []),
    ("Оралда митинг өтті, ұстау жоқ.", [0]),
    ("Оралда митинг ұстаусыз өтті.", [0]),
    ("Орал – митинг, он минут. Ұсталғандар: 0.", [0]),
    ("Ұсталғандар:\nОрал – Абай алаңы, 12:00: он екі кісі автобуста\nТараз – орталық, 14:30: екі әйел", [12, 2]),
])  # fmt: skip
def test_how_people_come_to_be_with_the_police(text: str, counts: list[int]) -> None:
    found = extract(Report(id="r", language="kk", published=date(2023, 6, 12), text=text))
    assert [c.count.best for c in found if c.kind in ("detention", "no_detention")] == counts


def test_a_day_with_a_name_heads_its_rows() -> None:
    text = "Ұсталғандар.\n\n9 маусым, жексенбі\n• Орал – 10\n\n10 маусым, инаугурация\n• Орал – он екі\n• Тараз – 5"
    found = extract(Report(id="r", language="kk", published=date(2023, 6, 12), text=text))
    assert [(c.count.best, str(c.date_start)) for c in found] == [(10, "2023-06-09"), (12, "2023-06-10"), (5, "2023-06-10")]


def test_a_diarys_yesterday_is_the_day_before_its_entry() -> None:
    told = find_dates("Күнделік.\n\n8 маусым. Ақтөбеден хабар: кеше екі блогер ұсталыпты.", date(2023, 6, 12))
    assert str(told[-1].first) == "2023-06-07"
