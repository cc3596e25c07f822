"""Remarks as they came in; through the services where numbers and seals matter."""

from __future__ import annotations

import factory
from django.utils import timezone

from rkres_wagtail.remarks import models, services
from rkres_wagtail.remarks.choices import AuthorKind, Channel, Meaning


class RemarkRulesFactory(factory.django.DjangoModelFactory):
    """Give the ``consultation``; ``online`` opens the form."""

    class Meta:
        model = models.RemarkRules
        django_get_or_create = ("consultation",)

    class Params:
        online = factory.Trait(
            is_online=True,
            privacy_clause="<p>Administratorem danych jest Ośrodek. Usuwamy je po roku.</p>",
        )


class SubmissionFactory(factory.Factory):
    """A stored submission: give the ``consultation``; ``remarks`` are dicts of fields.

    ``SubmissionFactory(consultation=page, remarks=[{}, {"content": "…"}])``; one remark by
    default. Numbered and sealed as in life (``services.receive``).
    """

    class Meta:
        model = models.Submission

    class Params:
        person = factory.Trait(
            author_kind=AuthorKind.PERSON, organisation="", name="Joanna Wierzbicka-Testowa"
        )
        unconfirmed = factory.Trait(needs_confirmation=True, email="jw@example.org")

    channel = Channel.EMAIL
    received_at = factory.LazyFunction(timezone.now)
    author_kind = AuthorKind.ORGANISATION
    organisation = factory.Sequence(lambda n: f"Stowarzyszenie Przykładowe {n}")
    name = ""
    email = ""

    @classmethod
    def _create(cls, model_class, *args, consultation, remarks=({},), user=None, **kwargs):
        rows = [RemarkFactory.build(**fields) for fields in remarks]
        return services.receive(
            consultation=consultation, submission=model_class(**kwargs), remarks=rows, user=user
        )


class RemarkFactory(factory.django.DjangoModelFactory):
    """``RemarkFactory(consultation=page)`` makes a submission of its own for the remark.

    Traits: ``approved``, ``blocked``, ``withdrawn``, ``junk``; ``response`` may be given.
    ``sender`` is a dict of fields and traits of the submission.
    """

    class Meta:
        model = models.Remark

    class Params:
        approved = factory.Trait(moderation="approved")
        blocked = factory.Trait(moderation="blocked", block_reason="offensive")
        junk = factory.Trait(moderation="junk")
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now))

    content = factory.Sequence(lambda n: f"Prosimy o dopisanie spółdzielni socjalnych, punkt {n}.")

    @classmethod
    def _create(cls, model_class, *args, consultation, sender=None, **kwargs):
        sender = sender or {}
        submission = SubmissionFactory(consultation=consultation, remarks=[kwargs], **sender)
        return submission.remarks.get()


class ResponseStatusFactory(factory.django.DjangoModelFactory):
    """Give the ``committee``; a trait for each meaning, e.g. ``rejected=True``."""

    class Meta:
        model = models.ResponseStatus
        django_get_or_create = ("committee", "name")

    class Params:
        partly = factory.Trait(
            name="uwzględniona częściowo", meaning=Meaning.PARTLY, needs_reasons=True
        )
        rejected = factory.Trait(
            name="nieuwzględniona", meaning=Meaning.REJECTED, needs_reasons=True
        )
        explained = factory.Trait(name="wyjaśniona", meaning=Meaning.EXPLAINED)
        recommended = factory.Trait(name="przyjęta jako rekomendacja", meaning=Meaning.RECOMMENDED)
        not_examined = factory.Trait(name="nierozpatrzona", meaning=Meaning.NOT_EXAMINED)

    name = "uwzględniona"
    meaning = Meaning.ACCEPTED


class ResponseFactory(factory.django.DjangoModelFactory):
    """A complete answer; give the ``consultation`` and, in ``remarks``, what it answers."""

    class Meta:
        model = models.Response
        skip_postgeneration_save = True

    class Params:
        committee = factory.LazyAttribute(lambda row: row.consultation.specific.committee)

    status = factory.LazyAttribute(lambda row: ResponseStatusFactory(committee=row.committee))
    position = "Zapis zostanie uzupełniony."
    reasons = "Uwaga jest zgodna z celami programu."

    @factory.post_generation
    def remarks(self, create, extracted, **kwargs):
        for remark in extracted or ():
            models.Remark.objects.filter(pk=remark.pk).update(response=self)
            remark.response = self
