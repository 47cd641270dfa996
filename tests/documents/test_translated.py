"""What the engine says in English is said in every language, whatever stands in its blanks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from markupsafe import escape

import kfees
from kfees.documents.languages import ENGLISH, LANGUAGES
from kfees.engine import course, differences, gap, guideline, reasons
from kfees.engine.headline import WHAT_A_PROVIDER_CHARGES
from kfees.library import changes_in_words, written_reasons
from kfees.model.blanks import Counted, Days, Dollars, Exact, Grouped, Listed, Percent, SignedDollars, Spelled
from kfees.model.sentences import Sentence, joined, whole
from kfees.web.wording import words_in

SOURCE = Path(kfees.__file__).parent
GOLDEN = Path(__file__).parents[1] / "golden"
OTHERS = [code for code in LANGUAGES if code != ENGLISH]

MESSAGES = sorted(
    {
        str(found[2])
        for found in extract_from_dir(SOURCE, [("**.py", "python")], keywords={"translatable": None})
    }
)

WORD = re.compile("[a-z]{3}")
DAY = date(2024, 7, 1)


def filled(message: str) -> Sentence:
    names = [name for _, name, _, _ in Formatter().parse(message) if name]
    return Sentence(message).format(**dict.fromkeys(names, 2))


@pytest.fixture(scope="module")
def said_in_goldens(library: kfees.Library) -> tuple[str, ...]:
    """What real quotes say: reasons, weight steps, assumptions, verdicts and what is missing."""

    def said() -> Iterator[str]:
        for path in GOLDEN.glob("*.json"):
            saved = json.loads(path.read_text(encoding="utf-8"))
            request = kfees.CourseRequest.model_validate(saved["request"])
            quote = kfees.price(request, library, as_of=date.fromisoformat(saved["as_of"]))
            yield from (*quote.assumptions, *quote.totals.missing, *quote.please_check)
            yield from [quote.verdict.sentence] if quote.verdict else []
            for line in quote.lines:
                yield from (*line.reasons, *line.weight_steps)

    return tuple(dict.fromkeys(said()))


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_of_the_engine_is_said_in_every_language(code: str) -> None:
    words = words_in(code)
    assert len(MESSAGES) > 150
    for message in MESSAGES:
        said = words.known(filled(message))
        assert "lang=" not in said, message
        assert said != escape(filled(message)) or not WORD.search(re.sub("{.*?}", "", message)), message


@pytest.mark.parametrize("code", OTHERS)
def test_what_real_quotes_say_is_known(code: str, said_in_goldens: tuple[str, ...]) -> None:
    words = words_in(code)
    assert len(said_in_goldens) > 50
    assert not [text for text in said_in_goldens if words.known(text).startswith('<span lang="en-AU"')]


def test_days_amounts_and_numbers_stand_in_the_language_s_own_convention() -> None:
    vietnamese, italian = words_in("vi"), words_in("it")
    assert (
        vietnamese.known(reasons.RATE_IN_FORCE.format(day=DAY)) == "Mức phí có hiệu lực từ 1 tháng 7, 2024."
    )
    table = written_reasons.as_sentence(
        "2261.70 at 1 July 2018 x 1.2118 = 2740.74, rounded half up to the cent"
    )
    assert italian.known(table) == (
        "2.261,70 (al 1 luglio 2018) × 1,2118 = 2.740,74, arrotondato al centesimo (metà per eccesso)"
    )
    goes = differences.PRICE_OF_WEIGHT_GOES.format(
        was=Dollars(Decimal("6465.00")), now=differences.UNKNOWN_RATE
    )
    assert italian.known(goes) == (
        "Il prezzo di un NWAU passa da 6.465,00\N{NO-BREAK SPACE}A$ a una tariffa non nota"
    )


@pytest.mark.parametrize(
    ("blank", "english", "italian"),
    [
        (date(2024, 8, 5), "5 August 2024", "5 agosto 2024"),
        (Days((date(2024, 8, 5), date(2024, 8, 6))), "5 August 2024 to 6 August 2024", "05–06 ago 2024"),
        (3, "3", "3"),
        (Decimal("1.50"), "1.5", "1,5"),
        (Exact(Decimal("1204.50")), "1204.50", "1.204,50"),
        (Grouped(1204), "1,204", "1.204"),
        (Spelled(2), "two", "2"),
        (Dollars(Decimal("1204.50")), "$1,204.50", "1.204,50\N{NO-BREAK SPACE}A$"),
        (Percent(Decimal("3.25"), signed=True), "+3.25 %", "<bdi>+3,25%</bdi>"),
        (Percent(Decimal("-0.5"), signed=True), "-0.5 %", "<bdi>-0,5%</bdi>"),
        (Percent(Decimal(0), signed=True), "0 %", "<bdi>0%</bdi>"),
        (
            SignedDollars(Decimal("-105.68")),
            " (- $105.68)",
            ' (<bdi dir="ltr">-105,68\N{NO-BREAK SPACE}A$</bdi>)',
        ),
        (SignedDollars(None), "", ""),
        (Counted(1, "day"), "1 day", "1 giorno"),
        (Counted(Grouped(1204), "item"), "1,204 items", "1.204 voci"),
        (Listed(("2801", "2806")), "2801 and 2806", "<bdi>2801</bdi> e <bdi>2806</bdi>"),
        (
            Listed(("2801", changes_in_words.MORE.format(number=3))),
            "2801 and 3 more",
            "<bdi>2801</bdi> e altre 3",
        ),
        ("DS1", "DS1", "<bdi>DS1</bdi>"),
        (Sentence("in nobody's words"), "in nobody's words", "<span"),
    ],
)
def test_each_kind_of_blank_is_written_as_the_language_writes_it(
    blank: object, english: str, italian: str
) -> None:
    sentence = Sentence("[{blank}]").format(blank=blank)
    assert sentence == f"[{english}]"
    assert words_in("it").known(sentence).startswith(f"[{italian}")


def test_a_sentence_within_a_sentence_keeps_its_own_full_stop_out() -> None:
    inner = reasons.NOT_IN_VERSION.format(item="104", day=date(2025, 7, 1))
    text = reasons.cannot_determine(inner)
    assert text == "Cannot determine: item 104 is not in the version of 1 July 2025."
    assert words_in("it").known(text) == (
        "Non si può determinare: la voce <bdi>104</bdi> non è nella versione del 1 luglio 2025."
    )


def test_the_reasons_of_a_verdict_are_said_with_the_codes_of_their_checks() -> None:
    stated = Sentence("{fact} ({code})").format(fact=guideline.NO_RISK.within(), code="risk")
    text = guideline.REFUSED.format(because=joined((stated, stated), "; "))
    assert text == (
        "Not payable under the guideline: there are no mental health risk factors (risk);"
        " there are no mental health risk factors (risk)."
    )
    said = words_in("it").known(text)
    assert said.count("(<bdi>risk</bdi>)") == 2
    assert ". (" not in said
    assert "lang=" not in said


def test_what_a_schedule_says_after_a_known_sentence_stays_english_and_is_marked() -> None:
    known = reasons.NOT_IN_VERSION.format(item="104", day=date(2025, 7, 1))
    assert words_in("it").known(joined((known, "Only 50 items are in it."))) == (
        "La voce <bdi>104</bdi> non è nella versione del 1 luglio 2025. "
        '<span lang="en-AU" dir="ltr">Only 50 items are in it.</span>'
    )


@pytest.mark.parametrize(
    "text",
    [
        reasons.NOT_IN_VERSION.format(item="<script>alert(1)</script>", day=DAY),
        reasons.RATE_OF_OVERLAY.format(day=DAY, folder="<img src=x onerror=alert(1)>"),
        reasons.READ_FROM_CELL.format(cell="{cell.__class__}", file="{0}{file!r}"),
        course.DRUG_NOT_PRICED.format(number=3, drug=Sentence("<b>{number}</b>")),
        joined(("<script>x</script>", "{number}")),
        Sentence("<script>x</script>"),
        "<script>x</script>",
    ],
)
def test_what_stands_in_a_blank_is_only_text(text: str) -> None:
    said = words_in("ar").known(text)
    for dangerous in ("<script", "<img", "<b>", "class '"):
        assert dangerous not in said
    for kept in ("{cell.__class__}", "{0}{file!r}", "{number}"):
        assert (kept in text) == (kept in said)


@pytest.mark.parametrize(
    "text",
    [
        "Rate in force from 1 July 2024.",
        "Not payable: " + "x" * 4000,
        "No charge of the doctor is known for " + ", ".join(str(number) for number in range(100)) + ".",
        "{day}",
        "",
    ],
)
def test_a_text_that_only_reads_like_a_sentence_of_the_engine_stays_as_it_is(text: str) -> None:
    said = words_in("vi").known(text)
    assert said == (f'<span lang="en-AU" dir="ltr">{text}</span>' if text else "")


def test_the_stop_of_a_sentence_is_the_language_s_own() -> None:
    missing = gap.CHARGE_NOT_KNOWN.format(payee=Sentence("the doctor"), items=Listed(("2801",)))
    chinese = words_in("zh-Hans")
    assert chinese.known(missing).endswith("。")
    assert not chinese.known(missing.within()).endswith("。")
    assert chinese.known(differences.UNKNOWN_RATE.alone()).endswith("。")


def test_a_sentence_within_another_begins_small_and_one_that_stands_alone_with_a_capital() -> None:
    italian = words_in("it")
    charges = WHAT_A_PROVIDER_CHARGES.format(provider=Sentence("the doctor"), items=Listed(("2801",)))
    assert italian.known(charges).startswith("Quanto addebita il medico")
    assert italian.known(whole(charges).within()).startswith("quanto addebita il medico")
    assert italian.known(differences.UNKNOWN_RATE).startswith("una tariffa non nota")
    assert italian.known(differences.UNKNOWN_RATE.alone()).startswith("Una tariffa non nota")


def test_a_name_that_a_translation_begins_with_keeps_its_capitals() -> None:
    words = words_in("it")
    translations = {"Says {name}.": "WorkSafe dice {name}.", "The drug ({name}).": "{name}: il farmaco."}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(words), "title", lambda _, text: translations.get(text, text))
        says = [words.known(Sentence(text).format(name="Dr B").within()) for text in translations]
    assert says == ["WorkSafe dice <bdi>Dr B</bdi>", "<bdi>Dr B</bdi>: il farmaco"]


@pytest.mark.parametrize("code", OTHERS)
def test_a_rule_that_leaves_nothing_payable_is_said_in_every_language(
    code: str, library: kfees.Library
) -> None:
    rules = library.item_rules_on(DAY)
    assert rules is not None
    assert len(rules.rule) > 5
    for rule in rules.rule:
        reason = reasons.not_payable(rule.says)
        assert "lang=" not in words_in(code).known(reason), reason
