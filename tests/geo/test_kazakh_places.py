"""Kazakh: which place a statement is about, where its words and cases tell."""

from __future__ import annotations

from datetime import date

import pytest

from geo.extraction import extract
from geo.model import Claim, Report


def claims(text: str, published: str = "2023-06-12") -> list[Claim]:
    found = extract(Report(id="r", text=text, published=date.fromisoformat(published), language="kk"))
    return [c for c in found if c.kind in ("detention", "no_detention") and not c.subset]


def placed(text: str) -> set[tuple[str | None, str | None, int | None]]:
    return {(c.place.city, c.place.region if c.place.city is None else None, c.count.best) for c in claims(text)}


@pytest.mark.parametrize(("text", "wanted"), [
    ("Митингіден кейін Тараз бен Оралда адам көп жиналды. Полиция екі қалада да ешкімді ұстаған жоқ.",
     {("Taraz", None, 0), ("Oral", None, 0)}),
    ("Митингілерде үш қалада – Таразда, Оралда, Семейде – барлығы он адам ұсталды: тиісінше бес, екі және үш.",
     {(None, None, 10), ("Taraz", None, 5), ("Oral", None, 2), ("Semey", None, 3)}),
    ("Митингіде Таразда полиция 5 адамды ұстады.\n\nПолиция бүкіл облыс бойынша жиындарда 40 адам ұсталғанын хабарлады.",
     {("Taraz", None, 5), (None, "Jambyl Region", 40)}),
    ("Шымкенттегі митингіде «Астана – бізбен» деп ұрандатқан жеті адам ұсталды.", {("Shymkent", None, 7)}),
    ("Митингіден кейін полиция Кентаудан он адамды көрші Түркістандағы изоляторға жеткізді.", {("Kentau", None, 10)}),
    ("Семейдің Бостандық алаңында митингіге шыққан алты адамды полиция ұстады.", {("Semey", None, 6)}),
    ("Митингіде Тараз бен Павлодарда үш адамнан ұсталды.", {("Taraz", None, 3), ("Pavlodar", None, 3)}),
    ("Оралда митингіде алты адам ұсталды. Павлодар алаңында митингіге шыққан бес адам ұсталды.",
     {("Oral", None, 6), ("Pavlodar", None, 5)}),
    ("Митинг кезінде Хромтауға баратын жолды жапқан он адамды полиция ұстады.", {("Khromtau", None, 10)}),
    ("Павлодарда митинг болды.\n\nІшкі істер министрлігі митингіден кейін қалада қырық адам ұсталғанын хабарлады.",
     {("Pavlodar", None, 40)}),
    ("Қырғызстанда митингілер өтті. Ошта он адам ұсталды. Кешке астанада жиырма адам ұсталды.",
     {("Osh", None, 10), ("Bishkek", None, 20)}),
    ("Семейде митинг өтті. Мәскеуге жолданған хатта алаңнан жиырма адам ұсталды делінген.", {("Semey", None, 20)}),
])  # fmt: skip
def test_where_people_were_detained(text: str, wanted: set[tuple[str | None, str | None, int | None]]) -> None:
    assert placed(text) == wanted


def test_who_writes_in_a_chat_is_no_place() -> None:
    chat = "Орал, митинг.\n\n[20:10] Алма: Алаңда полиция үш жігітті автозакқа салып әкетті."
    assert placed(chat) == {("Oral", None, 3)}
