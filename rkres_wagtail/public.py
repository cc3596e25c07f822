"""The one gate to the public (DESIGN, rule 1), and what every public page of ours has.

Everything that an anonymous visitor can reach comes through ``Gate.pages`` or a room's
``public()`` queryset built on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import swapper
from django.conf import settings as django_settings
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail.models import CollectionViewRestriction, Locale, PageViewRestriction, Site

from . import headless, languages
from .conf import settings
from .layout import host_layout
from .text import plain_slug

_REQUEST_ATTRIBUTE = "_rkres_wagtail_gate"
#: Alias of an alias of an alias …: a loop made by hand ends somewhere.
_ALIAS_STEPS = 5
_SLUG_LENGTH = 240

#: Of a signed integer of 64 bits.
_LARGEST_KEY = 2**63 - 1


def _base_page():
    return swapper.load_model("wagtailcore", "Page")


def _starts_with_any(path: str, prefixes) -> bool:
    return any(path.startswith(prefix) for prefix in prefixes)


def _active_locale(site: Site | None) -> Locale | None:
    """The language of the request; that of the site's root where it has no ``Locale``.

    ``LANGUAGE_CODE`` changed after the first ``migrate`` leaves the default language without
    one: Wagtail's own answer is then an error on every page.
    """
    try:
        return Locale.get_active()
    except (Locale.DoesNotExist, LookupError):
        return site.root_page.locale if site else None


def by_key(rows, pk: int):
    """The row of a queryset, or None; also for a number from an address that no database holds.

    The key of a page class is a relation, of which Django does not ask whether it fits.
    """
    return rows.filter(pk=pk).first() if pk <= _LARGEST_KEY else None


class Gate:
    """What the public may see of one site in one language, now.

    Restrictions, closed branches and the roots of the site are fetched once, when first
    asked for; build one gate for a request with ``Gate.of(request)``. Nothing is kept
    between requests.
    """

    def __init__(self, site: Site | None, *, locale: Locale | None = None):
        self.site = site
        self.locale = locale
        self.now = timezone.now()
        #: The page that answers the request, not as a preview: head of the page, robots.
        self.served = None
        self._admitted: list[tuple[str, bool]] = []
        self._found: dict = {}

    @classmethod
    def of(cls, request) -> Gate:
        """The gate of ``request``: its site, its language; made on the first call."""
        gate = getattr(request, _REQUEST_ATTRIBUTE, None)
        if gate is None:
            site = Site.find_for_request(request)
            gate = cls(site, locale=_active_locale(site))
            setattr(request, _REQUEST_ATTRIBUTE, gate)
        return gate

    def admit(self, page, *, preview: bool = False) -> None:
        """Let this visitor past the restrictions on ``page`` and above it.

        Wagtail asked for the password or the login before it served ``page``: whoever reads
        it may also read what stands under the same restriction, and no other. A previewing
        editor also passes unpublished parents of the page.
        """
        self._admitted.append((page.path, preview))

    def once(self, name: str, load):
        """What ``load()`` finds, asked once for all who ask this gate by ``name``."""
        if name not in self._found:
            self._found[name] = load()
        return self._found[name]

    @cached_property
    def roots(self) -> list[str]:
        """Tree paths of the site's root page and of its translations."""
        if self.site is None:
            return []
        root = self.site.root_page
        if not getattr(django_settings, "WAGTAIL_I18N_ENABLED", False):
            return [root.path]
        translations = _base_page().objects.filter(translation_key=root.translation_key)
        return list(translations.values_list("path", flat=True))

    @cached_property
    def _restricted(self) -> list[str]:
        """Branches behind a password, a login or a group, and roots of sites inside this one."""
        restricted = PageViewRestriction.objects.values_list("page__path", flat=True)
        others = Site.objects.exclude(pk=self.site.pk).values_list("root_page__path", flat=True)
        inside = [
            path for path in others if path not in self.roots and _starts_with_any(path, self.roots)
        ]
        return [*restricted, *inside]

    @cached_property
    def _hidden(self) -> list[str]:
        """Branches whose top is unpublished or past its time, even before the scheduler ran."""
        within = Q()
        for root in self.roots:
            within |= Q(path__startswith=root)
        hidden = _base_page().objects.filter(
            within, Q(live=False) | Q(expire_at__lte=self.now), numchild__gt=0
        )
        return list(hidden.values_list("path", flat=True))

    @property
    def closed_paths(self) -> list[str]:
        """Tree paths of closed branches, the outermost only."""
        if self.site is None:
            return []
        closed = [path for path in self._restricted if not self._is_passed(path)]
        closed += [path for path in self._hidden if not self._is_passed(path, hidden=True)]
        outermost: list[str] = []
        for path in sorted(set(closed)):
            if not (outermost and path.startswith(outermost[-1])):
                outermost.append(path)
        return outermost

    def _is_passed(self, path: str, *, hidden: bool = False) -> bool:
        return any(
            admitted.startswith(path) and (preview or not hidden)
            for admitted, preview in self._admitted
        )

    def pages(self, queryset, *, any_locale: bool = False, locale_id=None, under=None):
        """Return ``queryset`` of pages cut down to what the public may see.

        Live, not expired even before the scheduler ran, no alias, unrestricted, of this
        site, under live parents; of this language, of ``locale_id``, or of any with
        ``any_locale``. ``under`` limits it to a page and what stands below.
        """
        if self.site is None:
            return queryset.none()
        place = Q()
        for root in self.roots:
            place |= Q(path__startswith=root)
        queryset = queryset.filter(
            Q(expire_at=None) | Q(expire_at__gt=self.now), place, live=True, alias_of=None
        )
        closed = self.closed_paths
        if under is not None:
            queryset = queryset.filter(path__startswith=under.path)
            if _starts_with_any(under.path, closed):
                return queryset.none()
            closed = [path for path in closed if path.startswith(under.path)]
        if locale_id is None and not any_locale and self.locale:
            locale_id = self.locale.pk
        if locale_id is not None:
            queryset = queryset.filter(locale_id=locale_id)
        for path in closed:
            queryset = queryset.exclude(path__startswith=path)
        return queryset

    def allows(self, page, *, as_alias: bool = False) -> bool:
        """Whether ``page`` alone passes (any language); costs no query beyond the gate's own."""
        return (
            page is not None
            and self.site is not None
            and page.live
            and (as_alias or page.alias_of_id is None)
            and (page.expire_at is None or page.expire_at > self.now)
            and _starts_with_any(page.path, self.roots)
            and not _starts_with_any(page.path, self.closed_paths)
        )

    def is_restricted(self, page) -> bool:
        """Whether ``page`` stands behind a password, a login or a group, passed or not."""
        return _starts_with_any(page.path, self._restricted)

    @cached_property
    def closed_collections(self) -> list[str]:
        """Tree paths of collections behind a password, a login or a group."""
        return list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))

    def allows_document(self, document) -> bool:
        """Whether the document's collection is open; select ``collection`` with it."""
        return document is not None and not _starts_with_any(
            document.collection.path, self.closed_collections
        )


class PublicPageMixin:
    """For every page class of ours: the host's layout, and nothing served past its time."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["rkres_layout"] = host_layout()
        return context

    @cached_property
    def source(self):
        """The page itself; of an alias, the page it mirrors, whose facts it shows."""
        page = self
        for _step in range(_ALIAS_STEPS):
            if page.alias_of_id is None:
                break
            page = page.alias_of
        return self if page.pk == self.pk else page.specific

    def serve(self, request, *args, **kwargs):
        """Refuse what the scheduler has not yet unpublished and what stands under a draft."""
        gate = Gate.of(request)
        is_preview = getattr(request, "is_preview", False)
        gate.admit(self, preview=is_preview)
        if not is_preview and not (
            gate.allows(self, as_alias=True) and (self.alias_of_id is None or self._has_source())
        ):
            raise Http404
        gate.served = None if is_preview else self
        return super().serve(request, *args, **kwargs)

    def get_sitemap_urls(self, request=None):
        """The page with its language versions, and what is published below it.

        Nothing for what a visitor would not be served: Wagtail lists every live page.
        """
        gate = Gate.of(request) if request is not None else Gate(self.get_site())
        if not gate.allows(self):
            return []
        urls, base = super().get_sitemap_urls(request), self.get_full_url(request)
        alternates = languages.in_sitemap(self, gate, request)
        if alternates:
            urls = [{**each, "alternates": alternates} for each in urls]
        below = self.sitemap_below(gate)
        return urls + [
            {"location": f"{base}{address}"} | ({"lastmod": changed_at} if changed_at else {})
            for address, changed_at in below
        ]

    def sitemap_below(self, gate: Gate) -> Iterable[tuple[str, datetime | None]]:
        """Sub-addresses with something to read, and when that last changed, where it is known.

        Asked for every page of a sitemap: facts are read once (``Gate.once``) for all of them.
        """
        return ()

    def serve_preview(self, request, mode_name):
        Gate.of(request).admit(self, preview=True)
        if settings.HEADLESS_PREVIEW:
            return headless.serve_preview(self, request, mode_name)
        return super().serve_preview(request, mode_name)

    def _has_source(self) -> bool:
        """Whether the mirrored page, which may be another site's, is public itself."""
        source, now = self.source, timezone.now()
        line = _base_page().objects.ancestor_of(source, inclusive=True).filter(depth__gt=1)
        return not (
            line.filter(Q(live=False) | Q(expire_at__lte=now)).exists()
            or source.get_view_restrictions().exists()
        )

    def _get_autogenerated_slug(self, base_slug):
        # Room for "-2": a second page with a title of 255 letters must fit the column.
        return super()._get_autogenerated_slug(base_slug[:_SLUG_LENGTH].rstrip("-_"))

    def full_clean(self, *args, **kwargs):
        """Give a page an address, also of a title without a letter (emoji only).

        Without Unicode in addresses Wagtail drops the letters that it cannot write, such as ł.
        """
        allow_unicode = getattr(django_settings, "WAGTAIL_ALLOW_UNICODE_SLUGS", True)
        if not self.slug and self.title:
            fallback = plain_slug(str(self._meta.verbose_name), "strona")
            if not allow_unicode:
                self.slug = self._get_autogenerated_slug(plain_slug(self.title, fallback))
            elif not slugify(self.title, allow_unicode=True):
                self.slug = self._get_autogenerated_slug(fallback)
        super().full_clean(*args, **kwargs)
