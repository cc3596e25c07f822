"""Terms of a committee, and the acts that concern its bodies."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from ....bodies.models import LegalAct, Term
from ....bodies.presentation.related import PublicAct
from ....bodies.querysets import today
from ....representations import absolute
from ....spreadsheets import Column
from ..scope import Scope
from .base import CHUNK, Question, Register, of, values

# Terms ------------------------------------------------------------------------------------------


def _state(term: Term) -> str:
    if term.is_past(today()):
        return pgettext("term", "past")
    return pgettext("term", "current") if term.starts_on <= today() else pgettext("term", "future")


TERM_COLUMNS = [
    Column("id", pgettext_lazy("open data", "id"), of("pk")),
    Column("label", gettext_lazy("term"), of("label"), width=30),
    Column("ordinal", gettext_lazy("ordinal"), of("ordinal")),
    Column("starts_on", gettext_lazy("from"), of("starts_on")),
    Column("ends_on", gettext_lazy("to"), of("ends_on")),
    Column("state", gettext_lazy("state"), _state),
]


def _terms(scope: Scope):
    return Term.objects.of(scope.committee)


TERMS = Register(
    slug="terms",
    title=pgettext_lazy("open data", "Terms"),
    description=gettext_lazy("Terms of the committee with their first and last days."),
    keywords=(pgettext_lazy("keyword", "terms"),),
    columns=TERM_COLUMNS,
    lines=lambda question: _terms(question.scope).order_by("starts_on", "pk").iterator(CHUNK),
    marks=lambda question: values(
        _terms(question.scope), "name", "ordinal", "starts_on", "ends_on"
    ),
    things=_terms,
)


# Acts -------------------------------------------------------------------------------------------


def public_acts(scope: Scope):
    """Acts that concern public bodies of the committee."""
    acts = LegalAct.objects.filter(body__translation_key__in=list(scope.by_key))
    return acts.select_related("body", "document__collection", "term")


def act_lines(question: Question) -> Iterator[tuple[PublicAct, Scope]]:
    scope, gate = question.scope, question.scope.gate
    for act in public_acts(scope).order_by("issued_on", "pk").iterator(CHUNK):
        document = act.document if gate.allows_document(act.document) else None
        yield PublicAct(act, document), scope


def _act(name: str):
    return lambda line: getattr(line[0].act, name)


def _body(line) -> str:
    act, scope = line
    return scope.by_key[act.act.body.translation_key].title


ACT_COLUMNS = [
    Column("id", pgettext_lazy("open data", "id"), _act("pk")),
    Column("citation", pgettext_lazy("open data", "full name"), _act("citation"), width=50),
    Column("kind", gettext_lazy("kind"), lambda line: str(line[0].act.get_kind_display())),
    Column(
        "purpose",
        gettext_lazy("what it does"),
        lambda line: str(line[0].act.get_purpose_display()),
    ),
    Column("number", gettext_lazy("number"), _act("number")),
    Column("issuer", gettext_lazy("issuer"), _act("issuer"), width=30),
    Column("issued_on", gettext_lazy("date"), _act("issued_on")),
    Column("title", gettext_lazy("title"), _act("title"), width=50),
    Column("body", gettext_lazy("body"), _body, width=30),
    Column(
        "term",
        gettext_lazy("term"),
        lambda line: line[0].act.term.label if line[0].act.term else "",
    ),
    Column(
        "url",
        gettext_lazy("address"),
        lambda line: absolute(line[0].url, line[1].gate) if line[0].url else "",
        width=40,
    ),
]


def act_marks(question: Question) -> Iterator:
    names = (
        "body", "kind", "purpose", "number", "issuer", "issued_on", "title", "url",
        "document__file", "document__collection", "term__name", "term__ordinal",
        "term__starts_on", "term__ends_on",
    )  # fmt: skip
    yield from values(public_acts(question.scope).select_related(None), *names)


ACTS = Register(
    slug="acts",
    title=pgettext_lazy("open data", "Acts"),
    description=gettext_lazy(
        "Acts that founded the bodies, appointed members or amended earlier ones."
    ),
    keywords=(pgettext_lazy("keyword", "acts"), pgettext_lazy("keyword", "legal basis")),
    columns=ACT_COLUMNS,
    lines=act_lines,
    marks=act_marks,
    things=lambda scope: public_acts(scope).select_related(None),
)
