"""Russian: the counting rules in its own words, numbers read back, dates, and who is said to have been detained."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.extraction import counts, numbers, rows
from geo.extraction.document import Document, one_letter
from geo.extraction.layout import blocks
from geo.extraction.read import extract
from geo.extraction.russian import find_dates, find_groups, hinted
from geo.model import Claim, Report
from geo.places.gazetteer import Gazetteer

DAY = date(2020, 6, 8)

TABLE = [
    ("семь человек", 7, 7, 7, "exact"),
    ("7 человек", 7, 7, 7, "exact"),
    ("двоих", 2, 2, 2, "exact"),
    ("семерых", 7, 7, 7, "exact"),
    ("пара подростков", 2, 2, 2, "exact"),
    ("не менее семи", 7, None, 7, "at_least"),
    ("как минимум двадцать", 20, None, 20, "at_least"),
    ("по меньшей мере 20", 20, None, 20, "at_least"),
    ("не меньше ста", 100, None, 100, "at_least"),
    ("20 и более", 20, None, 20, "at_least"),
    ("20+", 20, None, 20, "at_least"),
    ("более 30", 31, None, 31, "more_than"),
    ("свыше тридцати", 31, None, 31, "more_than"),
    ("больше сорока", 41, None, 41, "more_than"),
    ("чуть больше 30", 31, None, 31, "more_than"),
    ("тридцать с лишним", 31, None, 31, "more_than"),
    ("больше сотни", 101, None, 101, "more_than"),
    ("больше двух десятков", 21, None, 21, "more_than"),
    ("до сорока", 1, 40, 40, "up_to"),
    ("не более 40", 1, 40, 40, "up_to"),
    ("менее десяти", 1, 9, 9, "fewer_than"),
    ("меньше тридцати", 1, 29, 29, "fewer_than"),
    ("около двенадцати", 10, 14, 12, "about"),
    ("порядка полусотни", 40, 60, 50, "about"),
    ("примерно 30", 24, 36, 30, "about"),
    ("человек двадцать", 16, 24, 20, "about"),
    ("десятка два", 16, 24, 20, "about"),
    ("пара десятков", 16, 24, 20, "about"),
    ("десяток", 8, 12, 10, "about"),
    ("с десяток", 8, 12, 10, "about"),
    ("дюжина", 10, 14, 12, "about"),
    ("полтора десятка", 12, 18, 15, "about"),
    ("двух десятков", 16, 24, 20, "about"),
    ("почти 50", 40, 50, 50, "nearly"),
    ("без малого двести", 160, 200, 200, "nearly"),
    ("под сорок", 32, 40, 40, "nearly"),
    ("от 12 до 15", 12, 15, 13, "range"),
    ("20-30", 20, 30, 25, "range"),
    ("пять-шесть", 5, 6, 5, "range"),
    ("троих-четверых", 3, 4, 3, "range"),
    ("семь или восемь", 7, 8, 7, "range"),
    ("горстка", 3, 6, 3, "vague"),
    ("несколько", 3, 9, 3, "vague"),
    ("нескольких", 3, 9, 3, "vague"),
    ("десятки", 24, 99, 24, "vague"),
    ("несколько десятков", 24, 99, 24, "vague"),
    ("сотни", 200, 999, 200, "vague"),
    ("несколько сотен", 200, 999, 200, "vague"),
    ("тысячи", 2000, 9999, 2000, "vague"),
    ("тысяча двести", 1200, 1200, 1200, "exact"),
    ("полторы тысячи", 1500, 1500, 1500, "exact"),
    ("2,5 тысячи", 2500, 2500, 2500, "exact"),
    ("4 900 человек", 4900, 4900, 4900, "exact"),
]


@pytest.mark.parametrize(("words", "low", "high", "best", "form"), TABLE, ids=[t[0] for t in TABLE])
def test_the_contracts_table(words: str, low: int, high: int | None, best: int, form: str) -> None:
    (found,) = counts.find(words, "ru")
    assert (found.count.min, found.count.max, found.count.best, found.count.form) == (low, high, best, form)


@pytest.mark.parametrize(
    "words", ["12 процентов", "14:30", "9-го", "20 автобусов", "5 лет", "статья 488", "школа № 14", "в 2020 году", "1,5 км"]
)
def test_what_is_no_amount_of_people(words: str) -> None:
    assert not counts.find(words, "ru")


NOMINATIVE = {
    "units": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать "
    "шестнадцать семнадцать восемнадцать девятнадцать",
    "tens": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "hundreds": "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот",
    "thousand": "тысяч",
}
GENITIVE = {
    "units": "одного двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати четырнадцати пятнадцати "
    "шестнадцати семнадцати восемнадцати девятнадцати",
    "tens": "двадцати тридцати сорока пятидесяти шестидесяти семидесяти восьмидесяти девяноста",
    "hundreds": "ста двухсот трехсот четырехсот пятисот шестисот семисот восьмисот девятисот",
    "thousand": "тысяч",
}


def spelled(number: int, words: dict[str, str]) -> str:
    """A number below a million in words, as Russian writes it."""
    if number >= 1000:
        rest = f" {spelled(number % 1000, words)}" if number % 1000 else ""
        return f"{spelled(number // 1000, words)} {words['thousand']}{rest}"
    out = [words["hundreds"].split()[number // 100 - 1]] if number >= 100 else []
    if number % 100 >= 20:
        out.append(words["tens"].split()[number % 100 // 10 - 2])
        number %= 10
    if number % 100:
        out.append(words["units"].split()[number % 100 - 1])
    return " ".join(out)


@given(st.integers(1, 999_999), st.sampled_from([NOMINATIVE, GENITIVE]))
def test_numbers_written_out_read_back(number: int, case: dict[str, str]) -> None:
    assert numbers.value(spelled(number, case), "ru") == number


def claims(text: str) -> list[Claim]:
    """The claims of detention of a text about a protest, published on a Monday."""
    report = Report(id="x", source="Голос", text=text, published=DAY, language="ru", title="Акция протеста в Алматы")
    return [c for c in extract(report) if c.kind in ("detention", "no_detention") and not c.subset]


DETAINED = [
    ("Полиция задержала семерых.", 7),
    ("Семерых задержала полиция.", 7),
    ("Задержаны семь человек.", 7),
    ("Было задержано 7 участников шествия.", 7),
    ("Силовики посадили в автозак двенадцать демонстрантов.", 12),
    ("В автобус затолкали пятнадцать женщин.", 15),
    ("В отдел полиции доставили 53 человека.", 53),
    ("Полицейские скрутили троих прямо на площади.", 3),
    ("Троих мужчин, державших плакаты, полиция увела в участок.", 3),
    ("В автозаках оказались девять активистов.", 9),
    ("За решёткой оказались 17 человек.", 17),
    ("Ночь в отделе полиции провели восемь человек.", 8),
    ("Полиция сообщила о 42 задержанных.", 42),
    ("Число задержанных достигло 64.", 64),
    ("Задержанных оказалось тринадцать.", 13),
    ("Произошло 26 задержаний.", 26),
    ("Тех одиннадцати студентов, которых забрала полиция, ищут родные.", 11),
    ("Полиция задержала активиста Ерлана Калиева.", 1),
    ("Пятерых мужчин и двух женщин задержали у акимата.", 7),
    ("На площадь вышли сто человек, десятерых задержали.", 10),
    ("Задержаны, по словам очевидцев, двадцать человек.", 20),
    ("Полицейские начали задерживать людей и увезли четверых.", 4),
]


@pytest.mark.parametrize(("text", "best"), DETAINED, ids=[t for t, _ in DETAINED])
def test_who_is_detained(text: str, best: int) -> None:
    assert [(c.kind, c.count.best) for c in claims(text)] == [("detention", best)]


NOBODY = [
    "Никого не задержали.",
    "Полиция никого не тронула.",
    "Обошлось без задержаний.",
    "Задержаний не было.",
    "Не задержали ни одного человека.",
    "Ни одного задержанного нет.",
    "Никто задержан не был.",
    "Задерживать никого не стали.",
    "Ни митинга, ни задержаний.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_was_detained(text: str) -> None:
    assert [c.kind for c in claims(text)] == ["no_detention"]


@pytest.mark.parametrize(
    "text",
    [
        "Полиция пообещала задерживать всех участников.",
        "Если полиция задержит двадцать человек, приедут адвокаты.",
        "Могут задержать до ста человек.",
        "Участники будут задержаны.",
        "Полиция задержала двадцать человек?",
        "Полиция отрицает, что задержала двадцать человек.",
        "Якобы задержали двадцать человек.",
        "Суд арестовал пятерых на 15 суток.",
        "Двадцать человек оштрафованы, трое осуждены.",
        "Пострадали 95 полицейских, погибли двое.",
        "Скорая увезла троих в больницу.",
        "Пятерых вызвали на допрос.",
        "Двенадцать человек отпустили.",
        "Из двадцати задержанных никто не жаловался.",
        "Меня не задержали.",
        "Сведений о задержанных нет.",
        "Рейс задержали на 12 часов, в аэропорту ждут 300 пассажиров.",
        "Протестующие взяли в заложники троих чиновников.",
        "Активисты требуют освободить 40 задержанных.",
        "Пятеро активистов, арестованных в январе, объявили голодовку.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_both_letters_are_one() -> None:
    one, other = claims("Полиция увезла трёх нефтяников."), claims("Полиция увезла трех нефтяников.")
    assert one[0].count.best == other[0].count.best == 3
    assert one[0].quote == "Полиция увезла трёх нефтяников."


@pytest.mark.parametrize(
    ("text", "city", "region"),
    [
        ("В Нур-Султане задержали семерых.", "Nur-Sultan", None),
        ("В Усть-Каменогорске задержали семерых.", "Ust-Kamenogorsk", None),
        ("В Алма-Ате задержали семерых.", "Almaty", None),
        ("В Караганде задержали семерых.", "Karagandy", None),
        ("В Костанае задержали семерых.", "Kostanay", None),
        ("В Москве задержали семерых студентов из Шымкента.", "Moscow", None),
        ("В Алматинской области задержали семерых.", None, "Almaty Region"),
    ],
)
def test_places_in_their_cases(text: str, city: str | None, region: str | None) -> None:
    (claim,) = claims(text)
    assert (claim.place.city, claim.place.region if region else None) == (city, region)


def test_ellipsis_and_lists() -> None:
    text = "В Омске увели троих, в Тюмени — семерых, ещё двоих — в Перми. Столько же — в Чите.\n\nЗадержания по городам\n\nАлматы — 26\nАстана — 0"
    found = {(c.place.name, c.count.best) for c in claims("Полиция разогнала митинги. " + text)}
    assert {("Omsk", 3), ("Tyumen", 7), ("Perm", 2), ("Almaty", 26), ("Nur-Sultan", 0)} <= found


def test_each_of_several_places() -> None:
    found = [(c.place.name, c.count.best) for c in claims("В Семее и Таразе полиция задержала по двое.")]
    assert sorted(found) == [("Semey", 2), ("Taraz", 2)]


def test_a_number_beside_each_place() -> None:
    found = {(c.place.name, c.count.best) for c in claims("В Самаре — 12 задержанных, в Тольятти — ни одного.")}
    assert found == {("Samara", 12), ("Tolyatti", 0)}


def test_a_part_and_a_caption() -> None:
    text = "Полиция задержала двадцать человек, в том числе троих журналистов.\nПолицейский уносит мужчину.\nПолиция задерживает мужчину."
    report = Report(id="x", source="", text=text, published=DAY, language="ru", title="Митинг")
    parts = {(c.count.best, c.subset, c.instance) for c in extract(report) if c.kind == "detention"}
    assert {(20, False, False), (3, True, False), (1, False, True)} <= parts


DATES = [
    ("6 июня", date(2020, 6, 6), date(2020, 6, 6)),
    ("6 июня 2019 года", date(2019, 6, 6), date(2019, 6, 6)),
    ("06.06.2020", date(2020, 6, 6), date(2020, 6, 6)),
    ("в субботу", date(2020, 6, 6), date(2020, 6, 6)),
    ("в минувшую пятницу", date(2020, 6, 5), date(2020, 6, 5)),
    ("вчера", date(2020, 6, 7), date(2020, 6, 7)),
    ("накануне", date(2020, 6, 7), date(2020, 6, 7)),
    ("сегодня", DAY, DAY),
    ("на прошлой неделе", date(2020, 6, 1), date(2020, 6, 7)),
    ("в прошлом месяце", date(2020, 5, 1), date(2020, 5, 31)),
    ("в минувшие выходные", date(2020, 6, 6), date(2020, 6, 7)),
    ("в январе 2020 года", date(2020, 1, 1), date(2020, 1, 31)),
    ("с 2 по 7 января", date(2020, 1, 2), date(2020, 1, 7)),
    ("6–7 июня", date(2020, 6, 6), date(2020, 6, 7)),
    ("16 и 17 февраля", date(2020, 2, 16), date(2020, 2, 17)),
    ("с 28 мая по 1 июня", date(2020, 5, 28), date(2020, 6, 1)),
    ("в ночь на 6 июня", date(2020, 6, 6), date(2020, 6, 6)),
    ("в ночь с 5 на 6 июня", date(2020, 6, 6), date(2020, 6, 6)),
    ("с пятницы", date(2020, 6, 5), DAY),
    ("за два дня", date(2020, 6, 7), DAY),
    ("две недели назад", date(2020, 5, 25), date(2020, 5, 25)),
    ("три дня назад", date(2020, 6, 5), date(2020, 6, 5)),
    ("год назад", date(2019, 1, 1), date(2019, 12, 31)),
    ("в 2019 году", date(2019, 1, 1), date(2019, 12, 31)),
    ("31 декабря", date(2019, 12, 31), date(2019, 12, 31)),
    ("первого июня", date(2020, 6, 1), date(2020, 6, 1)),
    ("четвертого числа", date(2020, 6, 4), date(2020, 6, 4)),
    ("в четверг, четвертого", date(2020, 6, 4), date(2020, 6, 4)),
    ("5-го и 6-го", date(2020, 6, 5), date(2020, 6, 6)),
    ("на прошлой неделе, в среду", date(2020, 6, 3), date(2020, 6, 3)),
    ("30 мая, в четверг", date(2019, 5, 30), date(2019, 5, 30)),
    ("в субботу и ночь на воскресенье", date(2020, 6, 6), date(2020, 6, 7)),
    ("субботним вечером", date(2020, 6, 6), date(2020, 6, 6)),
    ("в День Победы", date(2020, 5, 9), date(2020, 5, 9)),
    ("3.VI", date(2020, 6, 3), date(2020, 6, 3)),
    ("Вт 02.06", date(2020, 6, 2), date(2020, 6, 2)),
]


@pytest.mark.parametrize(("words", "first", "last"), DATES, ids=[d[0] for d in DATES])
def test_dates(words: str, first: date, last: date) -> None:
    (found,) = find_dates(f"Это было {words}, пишут газеты.", DAY)
    assert (found.first, found.last) == (first, last)


def test_a_day_on_which_something_was_only_said_is_none_of_the_event() -> None:
    assert find_dates("Министерство в понедельник сообщило о задержаниях.", DAY) == []


PEOPLE = [
    ("В списке набралось двадцать три фамилии.", (23, 23, 23)),
    ("В журнал вписали триста имён с гаком.", (301, None, 301)),
    ("Свезли сорок студентов как минимум.", (40, None, 40)),
    ("Сотню с лишним отпустили к утру.", (101, None, 101)),
    ("За ней приехали на рассвете.", (1, 1, 1)),
    ("Меня втолкнули последним.", (1, 1, 1)),
    ("Её с двумя подругами довели до машины.", (3, 3, 3)),
    ("Унесли тех, кто сидел на асфальте.", (2, None, None)),
    ("Пойманные стоят у стены.", (2, None, None)),
    ("За полгода приводов не имелось.", (0, 0, 0)),
    ("Тверь: чисто, разошлись сами.", (0, 0, 0)),
    ("Никого из парней не взяли, ни за кем не пришли.", (0, 0, 0)),
]


@pytest.mark.parametrize(("text", "count"), PEOPLE, ids=[t for t, _ in PEOPLE])
def test_who_may_be_meant(text: str, count: tuple[int, int | None, int | None]) -> None:
    (sentence,) = (s for b in blocks(one_letter(text)) for s in b.sentences)
    assert count in [(g.count.min, g.count.max, g.count.best) for g in find_groups(sentence, set())]


@pytest.mark.parametrize("text", ["Разбили его телефон.", "Без него не начинали.", "Сведений о задержанных нет."])
def test_who_is_not_meant(text: str) -> None:
    (sentence,) = (s for b in blocks(one_letter(text)) for s in b.sentences)
    assert not [g for g in find_groups(sentence, set()) if g.kind in ("him", "nobody")]


TOLD = [
    ("9 мая 1998 года вышли трое. Одиннадцатого все повторилось.", date(1998, 5, 11)),
    ("Летом 2011 года бастовали. 4 июля пришел ОМОН.", date(2011, 7, 4)),
    ("3 марта 2012 года стояли. Ездили и 8 августа того же года.", date(2012, 8, 8)),
    ("2 июня вышли. Тремя днями позже вышли опять.", date(2020, 6, 5)),
    ("2 июня вышли. В ту же душную ночь увезли.", date(2020, 6, 2)),
]


@pytest.mark.parametrize(("text", "last"), TOLD, ids=[t for t, _ in TOLD])
def test_a_day_is_read_by_what_was_told_before(text: str, last: date) -> None:
    assert find_dates(text, DAY)[-1].first == last


@pytest.mark.parametrize(
    "words", ["из шестого отдела", "у пятого подъезда", "в половине девятого", "накануне выборов", "год восемьдесят шестой"]
)
def test_what_is_no_day(words: str) -> None:
    assert find_dates(f"Это было {words}, пишут газеты.", DAY) == []


@given(st.text(alphabet="задержаныливтрое 20-№,.;:—«»()ёЁ\n", max_size=200))
def test_any_text_is_survived(text: str) -> None:
    claims(text)
    find_dates(text, None)


def test_a_text_without_a_word_of_detention_is_passed_over() -> None:
    assert not hinted("В Алматы открылась выставка тюльпанов.")
    assert hinted("Троих увезли.")


INHERITED = [
    ("В Гомеле прошёл митинг.\n\nС гомельской площади увели двоих студентов.", "Homyel'"),
    ("Протест в Грузии. Ночью столица не спала.\n\nВ тбилисских изоляторах задержанных — девять.", "Tbilisi"),
    ("Кто протестовал в Алматы?\n\nСто человек.\n\nА в Шымкенте?\n\nЗадержали пятерых активистов.", "Shymkent"),
    ("АСТАНА\nАйгуль Т., Марат С. с митинга.\nИтого задержаны семь человек.\n\nУРАЛЬСК\nПусто.\n\nСЕМЕЙ\nПусто.", "Nur-Sultan"),
    ("В Минске тихо. Подруга пишет из Орши. Там вчера забрали четверых.", "Orsha"),
    ("Сестра звонила из Пинска: там увезли троих с площади.", "Pinsk"),
    ("В Медеуском РУВД нас рассадили по коридору.\n\nПолиция увезла с площади шестерых.\n\nВ Семее тихо.", "Almaty"),
    ("ВИТЕБСК. День прошёл тихо. Митинг был в Орше. Полиция увела пятерых.", "Orsha"),
    ("Акции 6 июня:\nа) Пермь, сквер — 7;\nб) Уфа, театр: увезли двоих;\nв) там же, у метро — задержали троих.", "Ufa"),
]


@pytest.mark.parametrize(("text", "city"), INHERITED, ids=[t[:30] for t, _ in INHERITED])
def test_where_a_sentence_without_a_city_is_placed(text: str, city: str) -> None:
    assert city in {c.place.city for c in claims(text) if c.count.best}


@pytest.mark.parametrize("word", ["Ей", "Так", "Того", "Теме", "Мишка", "Дэвида"])
def test_an_ordinary_word_is_no_far_town(word: str) -> None:
    assert {c.place.city for c in claims(f"{word} не ждали. Задержали двоих активистов.")} == {"Almaty"}


EVERYONE = [
    ("К акимату пришли десять женщин, через минуту всех увезли в отдел.", 10),
    ("На пикет вышли семеро, их и увели всех до единого.", 7),
    ("В воскресенье девять человек растолкали по автозакам.", 9),
    ("Число задержанных в Хабаровске выросло до 48.", 48),
]


@pytest.mark.parametrize(("text", "best"), EVERYONE, ids=[t[:30] for t, _ in EVERYONE])
def test_how_many_everyone_is(text: str, best: int) -> None:
    (claim,) = claims(text)
    assert (claim.count.min, claim.count.max, claim.count.best) == (best, best, best)


SITES = [
    ("В Уфе с улицы Гагарина увели троих активистов.", "Gagarin"),
    ("В Риддере из кафе «Кедр» увезли двоих активистов.", "Kedr Cafe"),
    ("В Уфе марш собрался на площади Свободы. Пели час. Увезли пятерых.", "Freedom Square"),
    ("В Уфе марш собрался на площади Свободы. Всего по городу увезли пятерых.", None),
    ("При разгоне парка Свободы по всей Турции задержали сто человек.", None),
    ("В Уфе митинг шёл на площади Свободы и на улице Ленина. Увезли пятерых.", None),
]


@pytest.mark.parametrize(("text", "site"), SITES, ids=[t[:40] for t, _ in SITES])
def test_the_site_of_a_claim(text: str, site: str | None) -> None:
    (claim,) = claims(text)
    assert (site or "") in (claim.place.site or "")
    assert bool(site) == bool(claim.place.site)


def test_regions_of_other_countries() -> None:
    found = {(c.place.region, c.place.city) for c in claims("В Брестской области задержаны четверо, в Башкирии — шестеро активистов.")}
    assert len(found) == 2
    assert all(region and city is None for region, city in found)


DAYS_OF_CLAIMS = [
    ("В пятницу, накануне, в Уфе увезли троих активистов.", (5, 5)),
    ("С вечера пятницы в Уфе задержаны 24 человека.", (5, 8)),
    ("В последний день мая в Уфе увезли семерых активистов.", (31, 31)),
    ("[05.06, 18:11] Анар: в Уфе забрали троих активистов", (5, 5)),
    ("За те выходные в Уфе никого не задержали.", (6, 7)),
    ("3 июня увели свыше восьмидесяти протестующих, 5-го — 123.", (3, 3)),
    ("С 1 по 3 июня в Уфе задержали 38 человек.\n\n5 июня марш пошёл по улице.\n\nВ Казани увезли одиннадцать активистов.", (5, 5)),
]


@pytest.mark.parametrize(("text", "days"), DAYS_OF_CLAIMS, ids=[t[:20] for t, _ in DAYS_OF_CLAIMS])
def test_the_day_of_a_claim(text: str, days: tuple[int, int]) -> None:
    assert days in {(c.date_start.day, c.date_end.day) for c in claims(text) if c.date_start and c.date_end}


def test_years_ago_are_the_years_of_bare_days() -> None:
    (day,) = [d for d in find_dates("Год назад он был на площади. Началось четвёртого.", DAY) if d.precision == "day"]
    assert day.first == date(2019, 6, 4)


def test_a_weekday_tells_the_year() -> None:
    days = find_dates("Седьмого октября 1989 года праздновали.\n\nТеперь Прага, 17 ноября, пятница.", date(2009, 11, 17))
    assert days[-1].first == date(1989, 11, 17)


UNTITLED = [
    ("Прохожие — карагандинцы с колясками.\n\nПервыми полиция увела двух студентов.\n\nВ Темиртау пикета не было.", "", "Karagandy"),
    ("Беларусь, август. В Гомеле был марш.\n\nЗадержали девять человек.", "Уехавшей в Вильнюс", "Homyel'"),
]


@pytest.mark.parametrize(("text", "title", "city"), UNTITLED, ids=[t[:20] for t, _, _ in UNTITLED])
def test_the_city_of_a_report_by_its_people_or_its_text(text: str, title: str, city: str) -> None:
    report = Report(id="x", source="", text=text, published=DAY, language="ru", title=title)
    assert city in {c.place.city for c in extract(report) if c.count.best}


def test_rows_that_letters_number() -> None:
    found = [s.words for b in blocks("Города:\nа) Уфа — 7;\nб) Пермь — 5;\nв) там же, у метро — 3.") for s in b.sentences]
    assert found == ["Города:", "а) Уфа — 7;", "б) Пермь — 5;", "в) там же, у метро — 3."]


def test_a_paper_of_a_city_speaks_of_it() -> None:
    report = Report(id="x", source="Уральская неделя", text="Митинг у драмтеатра: задержали троих.", published=DAY, language="ru", title="")
    assert [c.place.city for c in extract(report)] == ["Oral"]


def test_a_table_counts_what_its_header_says() -> None:
    text = "Задержания на акциях.\n\nГород; вышло; увезено\nКазань; 2500; 342\nПсков; 300; 0\nТамбов; 80; двое"
    report = Report(id="x", source="", text=text, published=DAY, language="ru", title="")
    document = Document(report, Gazetteer.shipped(), "ru")
    found = [frame.count.best for sentence in document.sentences() for frame in rows.frames(document, sentence)]
    assert found == [342, 0, 2]


def test_a_column_has_the_day_at_its_head() -> None:
    text = "Сколько задержанных привезли в отделы:\n\n| Где | 4 июня | 6 июня |\n|---|---|---|\n| Алматы | 12 | 7 |\n| Шымкент | 5 | 3 |"
    found = {(c.place.city, c.count.best, c.date_start) for c in claims(text)}
    assert {("Almaty", 7, date(2020, 6, 6)), ("Shymkent", 5, date(2020, 6, 4))} <= found


def test_lines_with_a_label_each_stay_apart() -> None:
    found = [s.words for b in blocks("СПИСОК\nмск: 130\nспб: 31, почти все у метро\nомск: никого") for s in b.sentences]
    assert found == ["СПИСОК", "мск: 130", "спб: 31, почти все у метро", "омск: никого"]
