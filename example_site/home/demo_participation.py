"""An invented open call, forms to take part that are switched on, and two declarations.

What the region's profile says of its tiers is left as it is. Dates of the call are moved on at
every run as long as no editor has touched it; one that an editor has touched stays.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rkres_wagtail.bodies.models import Sector
from rkres_wagtail.bodies.pages import TierPageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.consultations.course import start_of_day
from rkres_wagtail.participation.choices import DeclarationWay
from rkres_wagtail.participation.models import ConsentText, Declaration, JoiningOffer
from rkres_wagtail.participation.querysets import call_model
from rkres_wagtail.remarks.choices import Asked
from rkres_wagtail.site_settings import RkresSettings

from .demo_site import key_of

LABEL = "(przykład fikcyjny)"
NAME = "nabor-do-laboratorium"
CLAUSE = (
    "<p>Administratorem danych jest Regionalny Ośrodek Polityki Społecznej (w przykładzie). Dane "
    "służą tylko do tego, żeby odpowiedzieć na deklarację; podstawą jest zgoda, którą można "
    "wycofać w każdej chwili. Po roku od decyzji usuwamy imię, nazwisko i adres.</p>"
    "<p><em>Klauzulę wymyślono na potrzeby strony pokazowej.</em></p>"
)
STATEMENT = (
    "Chcę brać udział w pracach i zgadzam się, żeby biuro przetwarzało w tym celu moje dane."
)
SUBSCRIPTIONS = (
    "<p>Administratorem danych jest Regionalny Ośrodek Polityki Społecznej (w przykładzie). Adres "
    "służy tylko do wysyłania powiadomień; podstawą jest zgoda. Zrezygnować można w każdej chwili "
    "odnośnikiem w każdej wiadomości, a wtedy adres od razu usuwamy.</p>"
    "<p><em>Klauzulę wymyślono na potrzeby strony pokazowej.</em></p>"
)
QUESTIONS = (
    ("Ile to zajmuje czasu?", "<p>Cztery dokumenty w roku, na każdy co najmniej dwa tygodnie.</p>"),
    ("Czy trzeba reprezentować organizację?", "<p>Nie. Można się zgłosić we własnym imieniu.</p>"),
)
#: Who has declared: tier by its place from the last one, name, organisation, why.
DECLARED = (
    ("forum", "Halina", "Wymyślona", "", "Interesuje mnie, co powstaje w mojej gminie."),
    ("laboratorium", "Marek", "Zmyślony", "Fundacja „Drugi Brzeg”",
     "Od pięciu lat prowadzę warsztaty i chcę opiniować dokumenty."),
)  # fmt: skip


@transaction.atomic
def involve_demo(committee) -> int:
    """Bring it all up to date; return how many records were made."""
    tiers = pages_of(TierPageMixin).descendant_of(committee).order_by("path")
    tiers = {page.slug: page.specific for page in tiers}
    _explain(committee)
    made = sum(_offer(tiers[name]) for name in ("laboratorium", "forum") if name in tiers)
    if "laboratorium" in tiers:
        made += _call(tiers["laboratorium"])
    return made + sum(_declare(tiers[row[0]], row) for row in DECLARED if row[0] in tiers)


def _explain(committee) -> None:
    settings = RkresSettings.for_site(committee.get_site())
    if not settings.subscription_clause:
        settings.subscription_clause = SUBSCRIPTIONS
        settings.save()


def _offer(tier) -> int:
    """The form is switched on once; whoever switches it off again is obeyed."""
    offer = JoiningOffer.objects.of(tier).first()
    if offer is None or offer.consents.exists():
        return 0
    ConsentText.objects.create(offer=offer, number=1, clause=CLAUSE, statement=STATEMENT)
    offer.is_online = True
    offer.motivation = Asked.OPTIONAL
    offer.leaving = offer.leaving or "<p>Wystarczy napisać do biura jedno zdanie.</p>"
    offer.save()
    return 1


def _call(tier) -> int:
    model = call_model()
    page = model._default_manager.filter(translation_key=key_of(NAME)).first()
    is_new = page is None
    if not is_new and page.latest_revision is not None and page.latest_revision.user_id:
        return 0
    today = timezone.localdate()
    opens_at = start_of_day(today - timedelta(days=6))
    closes_at = start_of_day(today + timedelta(days=16))
    if is_new:
        page = model(
            translation_key=key_of(NAME),
            locale=tier.locale,
            title=f"Nabór do Laboratorium Ekonomii Społecznej {LABEL}",
            slug="nabor-do-laboratorium-przyklad",
            body_id=tier.pk,
            seats_min=8,
            seats_max=12,
            lead=(
                "Przykład fikcyjny: szukamy osób, które będą czytać projekty dokumentów i pisać, "
                "co w nich zmienić. Pracuje się zdalnie, bez stałych spotkań."
            ),
            who_may_stand=(
                "<p>Każda pełnoletnia osoba z regionu, która zna ekonomię społeczną z pracy, "
                "wolontariatu albo badań.</p>"
            ),
            rules=(
                "<p>Decyduje kolejność zgłoszeń i to, żeby każda część regionu miała kogoś "
                "w Laboratorium.</p><p><em>Nabór wymyślono na potrzeby strony pokazowej.</em></p>"
            ),
            channels=[
                ("email", {"email": "biuro@example.org", "subject": "Laboratorium", "note": ""}),
            ],
            questions=[
                ("question", {"question": question, "answer": answer})
                for question, answer in QUESTIONS
            ],
            decided_by="Grupa koordynująca (w przykładzie)",
            contact_person="Ewa Przykładowa",
            contact_email="biuro@example.org",
            opens_at=opens_at,
            closes_at=closes_at,
            live=False,
        )
        type(tier)._default_manager.get(pk=tier.pk).add_child(instance=page)
        page.tags.set(["przykład fikcyjny"])
    if is_new or page.closes_at != closes_at:
        page.opens_at, page.closes_at = opens_at, closes_at
        page.save_revision().publish()
    return int(is_new)


def _declare(tier, row: tuple[str, ...]) -> int:
    _name, first, last, organisation, why = row
    key = key_of(f"deklaracja/{last}")
    if Declaration.objects.filter(request_key=key).exists():
        return 0
    offer = JoiningOffer.objects.of(tier).first()
    if offer is None:
        return 0
    sectors = Sector.objects.filter(committee__translation_key=tier.committee.translation_key)
    received_at = timezone.now() - timedelta(days=4)
    Declaration.objects.create(
        target_id=tier.pk,
        consent=offer.consents.first(),
        way=DeclarationWay.ONLINE,
        first_name=first,
        last_name=last,
        email=f"{last.lower()}@example.org".replace("ś", "s"),
        organisation_name=organisation,
        sector=sectors.first() if organisation else None,
        motivation=why,
        received_at=received_at,
        confirmed_at=received_at,
        request_key=key,
        language=tier.locale.language_code,
    )
    return 1
