"""Factories of the consultations room; dates are relative to now unless a test gives them."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone

from rkres_wagtail.bodies.tree import committee_of
from rkres_wagtail.consultations import models
from rkres_wagtail.consultations.choices import OutcomeKind, VersionKind
from rkres_wagtail.consultations.document.guard import MARK

from .pages import TreePageFactory


class _ConsultationIndex:
    setting = "CONSULTATION_INDEX_PAGE"


class _Consultation:
    setting = "CONSULTATION_PAGE"


def in_days(number: int):
    """The moment so many days from now; negative ones are over."""
    return factory.LazyFunction(lambda: timezone.now() + timedelta(days=number))


def today_in_days(number: int):
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=number))


class ConsultationKindFactory(factory.django.DjangoModelFactory):
    """Give the ``committee``."""

    class Meta:
        model = models.ConsultationKind

    name = factory.Sequence(lambda n: f"projekt programu {n}")
    sort_order = factory.Sequence(int)


class ConsultationIndexPageFactory(TreePageFactory):
    """Give the committee, or another body, as ``parent``."""

    class Meta:
        model = _ConsultationIndex

    title = "Konsultacje"
    slug = factory.Sequence(lambda n: f"konsultacje-{n}")


class ConsultationPageFactory(TreePageFactory):
    """A consultation of the committee under which the list (``parent``) stands; no rounds.

    ``kind`` is the committee's first (made where there is none). ``rounds`` is a list of dicts,
    each a ``RoundFactory``'s; ``report=True`` and ``outcome="adopted"`` add those.
    """

    class Meta:
        model = _Consultation

    title = factory.Sequence(lambda n: f"Projekt programu rozwoju ekonomii społecznej {n}")
    slug = factory.Sequence(lambda n: f"konsultacja-{n}")
    lead = "Program mówi, jak region wesprze podmioty ekonomii społecznej."
    authority = "Zarząd Województwa"
    host_unit = "Regionalny Ośrodek Polityki Społecznej"
    kind = None
    body = None
    rounds = ()
    report = False
    outcome = None

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        rounds, report = kwargs.pop("rounds"), kwargs.pop("report")
        outcome, committee = kwargs.pop("outcome"), committee_of(kwargs["parent"])
        if kwargs["body"] is None:
            kwargs["body"] = committee
        if kwargs["kind"] is None:
            first = models.ConsultationKind.objects.of(committee).first()
            kwargs["kind"] = first or ConsultationKindFactory(committee=committee)
        page = super()._create(model_class, *args, **kwargs)
        for row in rounds:
            RoundFactory(consultation=page, **row)
        if report:
            ConsultationReportFactory(consultation=page)
        if outcome:
            ConsultationOutcomeFactory(consultation=page, kind=outcome)
        return page


class RoundFactory(factory.django.DjangoModelFactory):
    """Open: began ten days ago, closes in twelve. Traits ``announced``, ``closed``, ``overdue``."""

    class Meta:
        model = models.Round

    class Params:
        announced = factory.Trait(starts_at=in_days(5), ends_at=in_days(40))
        closed = factory.Trait(starts_at=in_days(-45), ends_at=in_days(-10))
        overdue = factory.Trait(starts_at=in_days(-100), ends_at=in_days(-65))

    starts_at = in_days(-10)
    ends_at = in_days(12)
    recorded_at = factory.LazyAttribute(lambda row: row.starts_at - timedelta(days=1))


class ExtensionFactory(factory.django.DjangoModelFactory):
    """Give the ``round``, whose end it puts off by a week."""

    class Meta:
        model = models.Extension

    old_ends_at = factory.LazyAttribute(lambda row: row.round.ends_at)
    new_ends_at = factory.LazyAttribute(lambda row: row.old_ends_at + timedelta(days=7))
    reason = "Prosiły o to organizacje z regionu."

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        row.round.ends_at = row.new_ends_at
        row.round.save()
        return row


class ConsultationOutcomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ConsultationOutcome

    kind = OutcomeKind.ADOPTED
    decided_on = today_in_days(-2)


class ConsultationReportFactory(factory.django.DjangoModelFactory):
    """Published yesterday; trait ``draft``."""

    class Meta:
        model = models.ConsultationReport

    class Params:
        draft = factory.Trait(live=False, first_published_at=None, last_published_at=None)

    live = True
    first_published_at = in_days(-1)
    last_published_at = in_days(-1)
    lead = "Wpłynęło siedem uwag; sześć uwzględniono."
    remarks_count = 7
    authors_count = 2


class DocumentVersionFactory(factory.django.DjangoModelFactory):
    """Published a month ago; trait ``draft``. ``sections`` is a number or a list of dicts."""

    class Meta:
        model = models.DocumentVersion

    class Params:
        draft = factory.Trait(published_at=None)

    number = factory.Sequence(lambda n: n + 1)
    kind = VersionKind.DRAFT
    published_at = in_days(-30)

    @factory.post_generation
    def sections(self, create, extracted, **kwargs):
        rows = [{}] * extracted if isinstance(extracted, int) else extracted or ()
        for position, row in enumerate(rows):
            SectionTextFactory(version=self, **{"position": position, **row})


class _PartOfVersionFactory(factory.django.DjangoModelFactory):
    """Of published versions, too, while a round is open."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = model_class(*args, **kwargs)
        setattr(row, MARK, True)
        row.save()
        delattr(row, MARK)
        return row


class VersionFileFactory(_PartOfVersionFactory):
    """Give the ``version`` and the ``document``."""

    class Meta:
        model = models.VersionFile


class SectionTextFactory(_PartOfVersionFactory):
    """Give the ``version``; ``words`` is one paragraph. A new identity unless one is given."""

    class Meta:
        model = models.SectionText

    class Params:
        words = factory.Sequence(lambda n: f"Wspieramy przedsiębiorstwa społeczne w powiecie {n}.")

    position = factory.Sequence(int)
    level = 1
    number = factory.Sequence(lambda n: f"{n + 1}")
    title = factory.Sequence(lambda n: f"Cele programu {n}")
    content = factory.LazyAttribute(lambda row: [("text", _rich(f"<p>{row.words}</p>"))])
    identity = factory.LazyAttribute(
        lambda row: models.SectionIdentity.objects.create(consultation=row.version.consultation)
    )


def _rich(html: str):
    from wagtail.rich_text import RichText

    return RichText(html)
