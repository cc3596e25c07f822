"""Which bodies of a site the public sees: what every list of the API is cut down to."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from wagtail.api.v2.utils import BadRequestError

from ..bodies.choices import MembersVisibility
from ..bodies.models import Membership, Organisation, Person, Seat
from ..bodies.pages import CommitteePageMixin
from ..bodies.presentation.places import role_labels
from ..bodies.presentation.visibility import visibilities
from ..bodies.tree import body_models
from ..public import Gate
from ..representations import gate_for
from .errors import as_key

_ATTRIBUTE = "rkres_wagtail_public_bodies"


class PublicBodies:
    """The public bodies of the gate's site, in every language; read once for a request.

    One query for each body model, however many bodies there are. Facts are kept by
    ``translation_key``, so that a body counts when any language version of it is public.
    """

    def __init__(self, gate: Gate):
        self.gate = gate
        self.pages: dict = defaultdict(list)
        self.committees: list = []
        for model in body_models():
            for page in gate.pages(model._default_manager.all(), any_locale=True):
                self.pages[page.translation_key].append(page)
                if isinstance(page, CommitteePageMixin):
                    self.committees.append(page)
        self._labels: dict[int, dict[str, str]] = {}

    @classmethod
    def of(cls, request) -> PublicBodies:
        gate = gate_for(request)
        if not hasattr(gate, _ATTRIBUTE):
            setattr(gate, _ATTRIBUTE, cls(gate))
        return getattr(gate, _ATTRIBUTE)

    @property
    def keys(self) -> list:
        return list(self.pages)

    @property
    def committee_keys(self) -> list:
        return list({page.translation_key for page in self.committees})

    @cached_property
    def named_keys(self) -> list:
        """Bodies that publish their members' names, in every language they have."""
        shown = visibilities(page for pages in self.pages.values() for page in pages)
        return [key for key in self.pages if shown[key] == MembersVisibility.NAMES]

    def keys_ended_before(self, day) -> list:
        """Bodies that no longer exist on ``day``."""
        ends = {key: self.page(key).active_to for key in self.pages}
        return [key for key, last in ends.items() if last is not None and last < day]

    def ids(self, field: str) -> set[int]:
        """Values of the foreign key ``field`` (``"funding_id"``) on public bodies."""
        every = (page for pages in self.pages.values() for page in pages)
        return {getattr(page, field) for page in every if getattr(page, field, None)}

    def key_of(self, name: str, value: str):
        """The ``translation_key`` of the public body with the page ``value``; else the 400."""
        pk = as_key(name, value)
        for key, pages in self.pages.items():
            if any(page.pk == pk for page in pages):
                return key
        raise BadRequestError(f"{name}: there is no public body with the id {pk}")

    def page(self, key):
        """The page of a body in the request's language, else in another; None if not public."""
        pages = self.pages.get(key) or []
        locale = self.gate.locale
        own = (page for page in pages if locale and page.locale_id == locale.pk)
        return next(own, pages[0] if pages else None)

    def committee_of(self, page):
        """The public committee above ``page``."""
        return next((each for each in self.committees if page.path.startswith(each.path)), None)

    def role_labels(self, page) -> dict[str, str]:
        committee = self.committee_of(page)
        key = committee.pk if committee else 0
        if key not in self._labels:
            self._labels[key] = role_labels(committee)
        return self._labels[key]

    # What the public may know of ---------------------------------------------------------------

    def memberships(self):
        """Public memberships, begun by today, of bodies that publish names."""
        return (
            Membership.objects.named().started().filter(body__translation_key__in=self.named_keys)
        )

    def people(self):
        """People who consented to a public page and sit, or sat, publicly."""
        sits = self.memberships().filter(person=OuterRef("pk"))
        return Person.objects.filter(Exists(sits), has_public_profile=True)

    def organisations(self):
        """Organisations that a public composition or a committee's page names."""
        rows, seats = (
            self.memberships(),
            Seat.objects.filter(body__translation_key__in=self.named_keys),
        )
        return Organisation.objects.filter(
            Q(Exists(rows.filter(organisation=OuterRef("pk"))))
            | Q(Exists(rows.filter(represents=OuterRef("pk"))))
            | Q(Exists(seats.filter(institution=OuterRef("pk"))))
            | Q(pk__in=self.ids("host_organisation_id"))
        )
