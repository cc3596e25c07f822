"""Published remarks over API v2: readable ones only, with answers once these are public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from wagtail.api.v2.utils import BadRequestError

from ..consultations.choices import CountedFrom
from ..consultations.models import ConsultationReport
from ..consultations.querysets import public_consultations
from ..remarks.choices import AuthorKind, Channel
from ..remarks.models import Remark, RemarkRules
from ..remarks.publication.api_fields import REMARK_FIELDS, load
from ..remarks.publication.counting import VERDICTS, with_verdict
from ..representations import gate_for
from .base import PublicAPIViewSet
from .consultations import by_consultation
from .errors import as_choice, as_moment
from .parameters import MOMENT, choices, takes

_KEY = "consultation__translation_key"


@takes(choices(VERDICTS))
def _by_meaning(view, queryset, value):
    """With an answer of this meaning; of remarks whose answers are public."""
    wanted = as_choice("meaning", value, VERDICTS)
    return with_verdict(queryset.filter(has_public_answers=True)).filter(verdict=wanted)


@takes(choices(Channel.values))
def _by_channel(view, queryset, value):
    """That came in this way."""
    return queryset.filter(submission__channel=as_choice("channel", value, Channel.values))


@takes(choices(AuthorKind.values))
def _by_author_kind(view, queryset, value):
    """Of this kind of authors."""
    kind = as_choice("author_kind", value, AuthorKind.values)
    return queryset.filter(submission__author_kind=kind)


@takes({"type": "string", "pattern": "^czesc-[0-9a-f]{12}$"})
def _by_section(view, queryset, value):
    """About this section, as the field ``section`` says."""
    prefix, _dash, digits = value.partition("-")
    if prefix != "czesc" or len(digits) != 12 or set(digits) - set("0123456789abcdef"):
        raise BadRequestError("section must be like czesc-0123456789ab")
    # The column is text on some databases and a type of its own on others.
    keys = view.sections_like(queryset, digits)
    return queryset.filter(section__in=keys)


def _changed_since(name: str):
    @takes(MOMENT)
    def apply(view, queryset, value):
        """Changed since this day or moment; answers count once they are public."""
        moment = as_moment(name, value)
        answered = Q(has_public_answers=True, response__changed_at__gte=moment)
        return queryset.filter(Q(changed_at__gte=moment) | answered)

    return apply


class RemarksAPIViewSet(PublicAPIViewSet):
    """Remarks that a reader of their consultation's page finds, in the order of their numbers."""

    model = Remark
    filters = {
        "consultation": by_consultation,
        "section": _by_section,
        "meaning": _by_meaning,
        "channel": _by_channel,
        "author_kind": _by_author_kind,
        "modified_since": _changed_since("modified_since"),
        # What it was called first.
        "changed_since": _changed_since("changed_since"),
    }
    orders = {"id": "pk", "number": "number", "changed_at": "changed_at"}
    default_order = ("consultation", "number")

    def public(self):
        gate = gate_for(self.request)
        pages = public_consultations(gate, any_locale=True).filter(pk=OuterRef("consultation"))
        reports = ConsultationReport.objects.published(gate.now).filter(
            **{_KEY: OuterRef(_KEY)}, counted_from=CountedFrom.REGISTER
        )
        rules = RemarkRules.objects.filter(**{_KEY: OuterRef(_KEY)}, shows_at_once=True)
        rows = Remark.objects.readable().annotate(has_public_answers=Exists(reports))
        rows = rows.filter(Q(has_public_answers=True) | Exists(rules), Exists(pages))
        return rows.select_related("submission", "response__status", "version", "section")

    @staticmethod
    def sections_like(queryset, digits: str) -> list[int]:
        rows = queryset.exclude(section=None).order_by()
        known = rows.values_list("section", "section__uuid").distinct()
        return [key for key, uuid in known if uuid.hex.startswith(digits)]

    @classmethod
    def get_body_fields(cls, model):
        return [*cls._convert_api_fields(cls.body_fields), *REMARK_FIELDS]

    def get_serializer_context(self):
        rows = getattr(self, "rows", None)
        load([self.get_object()] if rows is None else rows, gate_for(self.request))
        return super().get_serializer_context()
