"""Templates to pages: in the person's language, everything escaped, nothing inline that a strict policy forbids."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from backcoach import __version__
from backcoach.journal.values import Person
from backcoach.started import command
from backcoach.texts import Message, message
from backcoach.texts.catalogue import Translator, best_language, languages, translator
from backcoach.web.house import house_of
from backcoach.web.static_files import static


@cache
def environment() -> Environment:
    """Return the environment in which all templates are compiled, once."""
    return Environment(
        loader=PackageLoader("backcoach.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )


def render(
    request: Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """Return a template as a page.

    Parameters
    ----------
    template : str
        File name in ``web/templates``.
    **values
        For the template. ``page`` names the entry of the navigation that is the present one.
    """
    content = environment().get_template(template).render({**_common(request), **values})
    return HTMLResponse(content, status, headers)


def language_of(request: Request) -> str:
    """Return the language of the answer: the person's choice, or what the browser asks for."""
    chosen = house_of(request).preferences.language
    return chosen if chosen in languages() else best_language(request.headers.get("accept-language"))


def texts_of(request: Request) -> Translator:
    """Return the translator to the language of the answer."""
    return translator(language_of(request))


def problem_page(
    request: Request, status: int, words: Message | str, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Return a page that says why there is no other."""
    return render(request, "problem.html", status, headers, words=words, missing=status == 404)


def _common(request: Request) -> dict[str, Any]:
    """Return what every template knows."""
    texts = texts_of(request)
    preferences = house_of(request).preferences
    return {
        "_": _Gettext(texts),
        "ngettext": _Plural(texts),
        "t": texts,
        "called": partial(called, texts),
        "static": static,
        "language": texts.language,
        "preferences": preferences,
        "theme": preferences.theme,
        "version": __version__,
        "command": command,
        "page": "",
    }


def called(texts: Translator, person: Person) -> str:
    """Return a person's name as it is shown."""
    name = person.called
    return name if isinstance(name, str) else texts.translate(name)


class _Gettext:
    """`_("Hold {seconds} s", seconds=5)`, or a message that was built before."""

    def __init__(self, texts: Translator) -> None:
        self._texts = texts

    def __call__(self, text: Message | str, /, **values: Any) -> str:
        return self._texts.translate(
            text if isinstance(text, Message) or not values else message(text, **values)
        )


class _Plural:
    """`ngettext("{count} time", "{count} times", n)`."""

    def __init__(self, texts: Translator) -> None:
        self._texts = texts

    def __call__(self, one: str, many: str, count: int, /, **values: Any) -> str:
        return self._texts.translate(message(one, plural=many, count=count, **values))
