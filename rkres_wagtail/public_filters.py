"""The form above a public list: words, and choices of what there is.

A plain GET form. Its choices come from what is public; anything else in the address is left
out with a sentence why.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .search import MAX_QUERY_LENGTH, matching, words_of

#: Names in the address that every list understands.
QUERY, YEAR, BODY, TOPIC = "q", "rok", "organ", "temat"
PAGE_PARAMETER = "strona"
_ANY = ("", pgettext_lazy("filter", "all"))
_NO_SUCH = {"invalid_choice": _("There is nothing of the kind here, so this was left out.")}


class PublicFilterForm(forms.Form):
    """Fields with fewer than two choices are not there.

    ``offer`` says what there is to choose from, ``bodies`` at least; a room adds its fields with
    ``_select`` and cuts its list down in ``apply``.
    """

    use_required_attribute = False

    def __init__(self, data, offer):
        super().__init__(data, auto_id="rkres-%s")
        self.offer = offer
        self.fields[QUERY] = forms.CharField(
            label=_("Words"),
            required=False,
            max_length=MAX_QUERY_LENGTH,
            widget=forms.TextInput(
                {"type": "search", "class": "rkres-input", "autocomplete": "off"}
            ),
        )

    def _select(self, name: str, label, choices: list, *, least: int = 2) -> None:
        if len(choices) >= least or (choices and self.data.get(name)):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[_ANY, *choices],
                required=False,
                error_messages=_NO_SUCH,
                widget=forms.Select({"class": "rkres-input"}),
            )

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What was asked for and exists; the rest is in ``errors``."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def body(self):
        """The chosen body's page, or None."""
        key = self.chosen.get(BODY)
        return next((body for body in self.offer.bodies if str(body.pk) == key), None)

    def _with_topic_and_words(self, pages):
        """Cut ``pages`` down to the topic and the words that were asked for."""
        if TOPIC in self.chosen:
            pages = pages.filter(tags__slug=self.chosen[TOPIC])
        query = self.chosen.get(QUERY, "")
        if words_of(query):
            pages = pages.filter(pk__in=matching(pages.model, query).order_by().values("pk"))
        return pages

    def canonical_address(self, url: str | None, number: int) -> str:
        """The address of a page of the list; of a filtered one, that of the whole list.

        What was cut out is part of the whole (RFC 6596, section 3: a superset may be canonical).
        """
        number = 1 if self.chosen else number
        return f"{url}?{urlencode({PAGE_PARAMETER: number})}" if url and number > 1 else url or ""


def numbered(url: str, shown: dict) -> str:
    """``url`` with the numbers of the pages of lists that it shows; a first page has none.

    ``shown`` are pages of Django's paginator, or None, by the name of their parameter.
    """
    later = {
        name: page.number for name, page in shown.items() if page is not None and page.number > 1
    }
    return f"{url}?{urlencode(later)}" if later else url


def topics_of(pages) -> list[tuple[str, str]]:
    """Tags of ``pages``, where their class has tags."""
    if not hasattr(pages.model, "tags"):
        return []
    rows = pages.order_by().filter(tags__isnull=False)
    return list(rows.values_list("tags__slug", "tags__name").distinct().order_by("tags__name"))


def body_choices(bodies) -> list[tuple[str, str]]:
    return [(str(body.pk), body.title) for body in bodies]
