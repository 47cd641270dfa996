"""What the words of a claim mean: `claim_words.csv` is a table of them, and a row more is a test more.

Its last cell holds the guideline's own word, 'excluded: ' and the word that fails the check, 'other' for
what the reviewer decides on, or 'asked' for what is refused with the words that are known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kfees
from claims import changed, request
from kfees.engine.claims import claim_problems
from kfees.model.claim_words import Vocabulary, meaning_of
from kfees.model.countries import countries
from kfees.model.guidance import Guideline, GuidelineCheck
from kfees.model.problems import Unreadable

LIBRARY = kfees.load_schedules(environment={})
SHIPPED = LIBRARY.guideline_on(date(2024, 7, 1))
assert SHIPPED is not None

WORDS: dict[str, Vocabulary] = {
    **{check.fact: check.vocabulary for check in SHIPPED.check if check.accepted},
    "documents": SHIPPED.documents,
}

with Path(__file__).with_name("claim_words.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [tuple(row.values()) for row in csv.DictReader(file)]

KNOWN = [row for row in ROWS if row[2] not in ("asked", "other")]


def said_of(fact: str, stated: str) -> str:
    """What is understood, in the words of the table."""
    try:
        meant = meaning_of(stated, WORDS[fact])
    except Unreadable:
        return "asked"
    return {"accepted": meant.word, "excluded": f"excluded: {meant.word}", "other": "other"}[meant.meaning]


@pytest.mark.parametrize(("fact", "stated", "understood"), ROWS, ids=[f"{row[0]}: {row[1]}" for row in ROWS])
def test_a_word_is_understood_as_the_table_says(fact: str, stated: str, understood: str) -> None:
    assert said_of(fact, stated) == understood


def spellings(stated: str) -> Iterator[str]:
    """The same words in another case and with other punctuation around and between them."""
    yield from (stated.upper(), stated.lower(), stated.title(), f"  {stated} ", f"{stated}.", f"({stated})")
    yield from (f"'{stated}'", f"{stated};", stated.replace(" ", "  "), stated.replace(" ", "-"))
    yield from (stated.replace("-", " "), stated.replace("-", "\u2013"), stated.replace("'", "\u2019"))


@pytest.mark.parametrize(
    ("fact", "stated", "understood"), KNOWN, ids=[f"{row[0]}: {row[1]}" for row in KNOWN]
)
def test_case_and_punctuation_do_not_matter(fact: str, stated: str, understood: str) -> None:
    assert {said_of(fact, spelling) for spelling in spellings(stated)} == {understood}


PHRASES = [(fact, phrase, meant) for fact, words in WORDS.items() for phrase, meant in words.phrases.items()]


@given(phrase=st.sampled_from(PHRASES), negation=st.sampled_from(["not", "no", "non-", "never", "isn't"]))
def test_a_negation_is_asked_about_unless_the_guideline_names_it(
    phrase: tuple[str, str, Any], negation: str
) -> None:
    fact, word, meant = phrase
    stated = f"{negation} {word}"
    if "".join(stated.replace("-", "").replace("'", "").split()) in WORDS[fact].phrases:
        return  # such as 'not registered'
    assert said_of(fact, stated) == "asked", meant


@given(
    data=st.data(), fact=st.sampled_from(sorted(WORDS)), link=st.sampled_from([" or ", " and ", "/", ", "])
)
def test_an_accepted_and_an_excluded_word_together_are_asked_about(
    data: st.DataObject, fact: str, link: str
) -> None:
    phrases = WORDS[fact].phrases
    sides = {
        meaning: sorted(phrase for phrase, meant in phrases.items() if meant.meaning == meaning)
        for meaning in ("accepted", "excluded")
    }
    if not sides["excluded"]:
        return
    pair = [
        data.draw(st.sampled_from(sides[meaning])) for meaning in data.draw(st.permutations(sorted(sides)))
    ]
    stated = link.join(pair)
    if "".join(pair) in phrases:
        return  # one phrase of both, such as 'student' and 'doctor'
    assert said_of(fact, stated) == "asked"


SIDES = ("left", "right", "bilateral", "L", "(R)", "both")
PARTS = ("hand", "upper limb", "foot and ankle", "lower back", "knee", "fingers", "right leg")
TYPES = ("", "type 1", "type 2", "Type I", "type II", "NOS")


@given(
    word=st.sampled_from(["CRPS", "complex regional pain syndrome", "chronic non-cancer pain", "RSD"]),
    side=st.sampled_from(SIDES),
    part=st.sampled_from(PARTS),
    kind=st.sampled_from(TYPES),
    shape=st.sampled_from(["{word} {kind} of the {side} {part}", "{side} {part} {word} {kind}",
                           "{word} {kind} - {side} {part}", "{word} ({kind}, {side} {part})"]),
)  # fmt: skip
def test_a_condition_may_carry_a_side_a_body_part_and_a_type(
    word: str, side: str, part: str, kind: str, shape: str
) -> None:
    plain = said_of("indication", word)
    assert said_of("indication", shape.format(word=word, side=side, part=part, kind=kind)) == plain


AUSTRALIA = (
    *("Australia", "Norfolk Island", "Christmas Island"),
    *("Cocos (Keeling) Islands", "Heard & McDonald Islands"),
)
"""What has a code of its own in ISO 3166 and is Australia all the same."""


@pytest.mark.parametrize("country", countries(), ids=lambda country: country.name)
def test_every_country_is_known_by_its_names_and_codes(country: Any) -> None:
    names = [name for name in (country.name, *country.names, *country.codes) if name != "SA"]
    meant = {meaning_of(name, WORDS["country"]) for name in names}
    ours = country.name in AUSTRALIA
    assert {one.word for one in meant} == {"Australia" if ours else country.name}
    assert {one.meaning for one in meant} == {"accepted" if ours else "excluded"}


@pytest.mark.parametrize("written", ["SA", "sa", "S.A.", " S A "])
def test_sa_is_asked_about_and_either_answer_leads_on(written: str) -> None:
    with pytest.raises(Unreadable) as refused:
        meaning_of(written, WORDS["country"])
    assert refused.value.message == f"{written!r} could be South Australia or Saudi Arabia."
    assert refused.value.remedy == "Write South Australia or Saudi Arabia in full."
    assert meaning_of("South Australia", WORDS["country"]).meaning == "accepted"
    assert meaning_of("Saudi Arabia", WORDS["country"]).meaning == "excluded"


def test_the_countries_are_those_of_iso_3166() -> None:
    assert len(countries()) == 250  # with Kosovo, which has a code of two letters only
    codes = [code for country in countries() for code in country.codes]
    assert len(set(codes)) == len(codes) == 499
    assert all(code.isascii() and code.isupper() and len(code) in (2, 3) for code in codes)


def refusal(facts: dict[str, Any], library: kfees.Library) -> str:
    with pytest.raises(kfees.InputError) as caught:
        kfees.assess(request(changed(facts)), library)
    (problem,) = caught.value.problems
    return str(problem)


ROUTES = (
    "Known: intravenous and subcutaneous. Known as excluded: oral, sublingual, intranasal, intramuscular,"
    " topical, rectal, epidural and inhaled. For anything else write 'other: ' and what it is: the reviewer"
    " decides on it."
)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("intravenus", "'intravenus' is not known here. Did you mean 'intravenous'?"),
        ("intranasel", "'intranasel' is not known here. Did you mean 'intranasal'?"),
        ("qwerty", "'qwerty' is not known here."),
        ("IV bolus",
         "'IV bolus' is not known here: what 'bolus' adds is not certain. Did you mean 'intravenous'?"),
        ("not intravenous", "'not intravenous' says 'not', and it is not certain what that leaves."),
        ("IV or tablets", "'IV or tablets' names 'intravenous' (accepted) and 'oral' (excluded). Name one."),
    ],
)  # fmt: skip
def test_what_is_asked_about_lists_the_known_words_and_the_way_out(
    stated: str, said: str, library: kfees.Library
) -> None:
    assert refusal({"route": stated}, library) == f"claim.route: {said} {ROUTES}"


def test_two_documents_in_one_entry_are_asked_apart_and_none_is_lost(library: kfees.Library) -> None:
    assert refusal({"documents": ["diagnosis, medications"]}, library).startswith(
        "claim.documents[0]: 'diagnosis, medications' names 'diagnosis' (accepted) and 'medications'"
        " (accepted). Give each by itself. Known: diagnosis, "
    )


@pytest.mark.parametrize(
    "stated", ["chronic pain", "non-cancer pian", "acute non-cancer pain", "chronic neck pain"]
)
def test_an_excluded_word_is_not_suggested_for_one_that_is_as_near_to_an_accepted_one(
    stated: str, library: kfees.Library
) -> None:
    assert "Did you mean 'cancer pain'?" not in refusal({"indication": stated}, library)


def test_a_word_that_is_denied_is_not_suggested(library: kfees.Library) -> None:
    assert "Did you mean" not in refusal({"circumstance": "first-line not failed"}, library)


def test_the_way_out_works_when_it_is_followed(library: kfees.Library) -> None:
    facts = {"route": "other: by a patch pump", "documents": ["diagnosis", "other: MRI of the hand"]}
    assessment = kfees.assess(request(changed(facts)), library)
    route = next(check for check in assessment.checks if check.code == "route")
    assert (route.outcome, route.missing) == ("not stated", None)
    assert route.fact == "The route is stated in other words, for the reviewer: 'by a patch pump'."
    about_the_route, about_the_document = assessment.questions[-2:]
    assert about_the_route == (
        "The route is stated as 'by a patch pump'. Does that meet the guideline?"
        " The infusion must be given by vein or under the skin."
    )
    assert about_the_document == (
        "The request came with 'MRI of the hand'. Is that one of the documents that the guideline asks for?"
    )
    assert kfees.price(request(changed(facts)), library).verdict == assessment.verdict


def test_every_unknown_word_of_a_claim_is_asked_about_at_once(library: kfees.Library) -> None:
    words = ("route", "indication", "circumstance", "country", "provider.registration")
    facts = {**dict.fromkeys(words, "qwerty"), "documents": ["diagnosis", "qwerty"]}
    with pytest.raises(kfees.InputError) as caught:
        kfees.price(request(changed(facts)), library)
    assert [problem.place for problem in caught.value.problems] == [
        *("claim.route", "claim.indication", "claim.circumstance", "claim.country"),
        *("claim.provider.registration", "claim.documents[1]"),
    ]
    assert {problem.code for problem in caught.value.problems} == {"unknown-word"}


@given(stated=st.text(max_size=200), fact=st.sampled_from(sorted(WORDS)))
def test_any_text_is_understood_or_asked_about_in_words_that_can_be_printed(stated: str, fact: str) -> None:
    course = request(changed({fact: [stated] if fact == "documents" else stated} if stated else {}))
    assert course.claim is not None
    problems = list(claim_problems(course.claim, course, LIBRARY))
    assert all(problem.message.isprintable() and problem.remedy.isprintable() for problem in problems)
    assert bool(problems) == (said_of(fact, stated or "other: nothing") == "asked")


def guideline_of(**words: Any) -> GuidelineCheck:
    facts = {"code": "route", "part": "scope", "section": "Invented", "requires": "Something invented."}
    return GuidelineCheck.model_validate({**facts, "rule": "one of", "fact": "route", **words})


def test_a_guideline_with_other_words_knows_those_and_no_others() -> None:
    check = guideline_of(accepted=["by drone"], excluded={"by post": ["mail"]}, also={"by drone": ["UAV"]})
    assert meaning_of("U.A.V.", check.vocabulary).word == "by drone"
    assert meaning_of("Mail", check.vocabulary).meaning == "excluded"
    with pytest.raises(Unreadable, match="'intravenous' is not known here"):
        meaning_of("intravenous", check.vocabulary)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"accepted": ["by drone"], "also": {"by post": ["mail"]}}, "other words for 'by post'"),
        ({"accepted": ["by drone"], "excluded": {"By Drone": []}}, "'By Drone' stands for"),
        ({"accepted": ["by drone", "by air"], "also": {"by air": ["By-drone"]}}, "'By-drone' stands for"),
        ({"accepted": ["---"]}, "'---' holds no letter or digit"),
    ],
)
def test_a_guideline_whose_words_contradict_each_other_is_refused(words: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        guideline_of(**words)


def test_every_document_that_is_asked_for_has_a_name_of_its_own() -> None:
    assert isinstance(SHIPPED, Guideline)
    asked = [check.fact for check in SHIPPED.check if check.code.startswith("document-")]
    assert {meant.word for meant in SHIPPED.documents.phrases.values()} == set(asked)


@pytest.mark.parametrize(
    "shape", ["≠ {}", "!{}", "¬{}", "{} ✗", "{} ❌", "~{}", "{}?", "<{}>", "{} = old", "{}½"]
)
@pytest.mark.parametrize(("fact", "word"), [("indication", "CRPS"), ("route", "IV"), ("country", "Victoria")])
def test_a_sign_that_may_deny_a_word_is_asked_about(shape: str, fact: str, word: str) -> None:
    assert said_of(fact, shape.format(word)) == "asked"
    assert said_of(fact, word) != "asked"


@pytest.mark.parametrize(
    ("fact", "stated", "never"),
    [
        ("route", "port", "rectal"), ("route", "parenteral", "rectal"), ("route", "injection", "inhaled"),
        ("indication", "acute pain", "cancer pain"), ("country", "overseas", "South Korea"),
        ("country", "Bangkok", "Angola"), ("provider.registration", "resident", "student"),
        ("provider.registration", "hypnotherapist", "physiotherapist"),
    ],
)  # fmt: skip
def test_an_excluded_word_is_suggested_for_a_slip_of_the_pen_alone(
    fact: str, stated: str, never: str
) -> None:
    with pytest.raises(Unreadable) as error:
        meaning_of(stated, WORDS[fact])
    assert f"Did you mean {never!r}?" not in error.value.remedy
