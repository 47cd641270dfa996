"""The guides as pages: the list of them, and each. Their text is English in every language of the page."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kfees.documents.guides import ENDING, guide_on, guides
from kfees.model.problems import InputError
from kfees.web.errors import Refusal
from kfees.web.preview import language_query
from kfees.web.received import Parameters
from kfees.web.rendering import page
from kfees.web.routes import Routes
from kfees.web.typed_form import LANGUAGE
from kfees.web.wording import PageWords, words_in

ADDRESS = "/guide"

WIDE = Token("html_block", "", 0, content='<div class="wide" tabindex="0">\n')
END_OF_WIDE = Token("html_block", "", 0, content="</div>\n")


def add_guide_pages(routes: Routes) -> None:
    """Add the list of guides, and a page for each."""

    @routes.get(ADDRESS)
    def listed(request: Request) -> Response:
        return page(
            "guides.html", words := words_asked(request), {**frame(words), "guides": guides().values()}
        )

    @routes.get(f"{ADDRESS}/{{topic}}")
    def guide(request: Request, topic: str) -> Response:
        words = words_asked(request)
        try:
            found = guide_on(topic)
        except InputError as error:
            raise Refusal(404, error.problems) from None
        shown = drawn(found.text, language_query(words))
        return page("guide.html", words, {**frame(words), "guide": found, "shown": shown})


def words_asked(request: Request) -> PageWords:
    """The language of an address that names nothing else."""
    options = Parameters(request, (LANGUAGE,))
    options.checked()
    return words_in(options.text(LANGUAGE))


def frame(words: PageWords) -> dict[str, object]:
    """What stands around a text in English, in the language of the page."""
    return {
        "section": "guide",
        "main_form": "guide-form",
        "main_form_action": "",
        "language_query": language_query(words),
    }


@cache
def drawn(text: str, query: str) -> Markup:
    """A guide's Markdown as HTML, in which whatever is HTML itself is text. What is wider than a phone
    moves by itself, and links to other guides keep the `query`."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens: list[Token] = []
    for token in markdown.parse(text):
        if token.type == "fence":
            token.info = ""  # the name of its file, which no browser needs
            token.attrSet("tabindex", "0")
        for child in token.children or ():
            if child.type == "link_open":
                topic = str(child.attrGet("href")).removesuffix(ENDING)
                child.attrSet("href", f"{ADDRESS}/{topic}{query}")
        tokens += [WIDE, token] if token.type == "table_open" else [token]
        tokens += [END_OF_WIDE] if token.type == "table_close" else []
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704  what is shown is escaped
