"""The guides that came with kfees, in the terminal and as pages."""

from __future__ import annotations

import httpx
import pytest

from command_line import run
from kfees.cli.commands import kfees
from kfees.documents.guides import guides
from kfees.web.guide_pages import drawn
from shown import GUIDES, blocks


def test_without_a_topic_the_guides_are_listed_by_their_titles() -> None:
    result = run("guide")
    assert (result.status, result.messages) == (0, "")
    for path in GUIDES:
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert any(line.split(None, 1) == [path.stem, title] for line in result.output.splitlines())


@pytest.mark.parametrize("topic", guides())
def test_a_guide_is_plain_text_of_80_columns_with_its_commands_as_they_are(topic: str) -> None:
    result = run("guide", topic)
    assert (result.status, result.messages) == (0, "")
    assert "\x1b" not in result.output
    lines = result.output.splitlines()
    preformatted = [line for block in blocks(guides()[topic].text) for line in block.content.splitlines()]
    assert {line.rstrip() for line in preformatted} <= set(lines)
    assert [line for line in lines if len(line) > 80 and line not in preformatted] == []
    assert lines == [line.rstrip() for line in lines]


def test_an_unknown_topic_is_refused_with_the_one_that_was_meant() -> None:
    result = run("guide", "quotin")
    assert (result.status, result.output) == (2, "")
    assert "there is no guide 'quotin'. Did you mean 'quoting'?" in result.messages


def test_a_guide_names_another_by_the_command_that_prints_it() -> None:
    output = " ".join(run("guide", "weighing").output.split())
    assert "are in kfees guide own-schedules." in output


def test_the_tab_key_completes_topics(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_KFEES_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "kfees guide p")
    monkeypatch.setenv("COMP_CWORD", "2")
    with pytest.raises(SystemExit) as stopped:
        kfees.main([], prog_name="kfees")
    assert stopped.value.code == 0
    assert capsys.readouterr().out.split() == ["plain,portfolios", "plain,projections"]


def test_the_pages_lead_to_the_guides_and_the_guides_to_each_other_in_the_language(
    client: httpx.Client,
) -> None:
    assert (
        '<a href="/guide?language=vi" lang="en" hreflang="en">Guides</a>' in client.get("/?language=vi").text
    )
    listed = client.get("/guide?language=vi").text
    for topic, guide in guides().items():
        assert f'<a href="/guide/{topic}?language=vi">{guide.title}</a>' in listed
    page = client.get("/guide/quoting?language=vi").text
    assert '<html lang="vi"' in page
    assert '<article class="guide" lang="en" dir="ltr">' in page
    assert '<a href="/guide/notice?language=vi">notice</a>' in page


def test_a_page_of_no_guide_is_refused_with_the_one_that_was_meant(client: httpx.Client) -> None:
    answer = client.get("/guide/quotin")
    assert answer.status_code == 404
    assert "Did you mean" in answer.text


def test_what_is_html_in_a_guide_is_shown_as_text() -> None:
    page = drawn("# <b>Bold</b>\n\n`<i>`\n\n```text\n<script>\n```\n", "")
    assert "&lt;b&gt;Bold" in page
    assert "<code>&lt;i&gt;</code>" in page
    assert "&lt;script&gt;" in page
