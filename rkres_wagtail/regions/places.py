"""Which site, and under which page, a command means."""

from __future__ import annotations

import swapper
from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.models import Site

from ..conf import settings


class PlaceError(Exception):
    """There is no such site or page, there are several, or a committee cannot stand there."""


def find_site(address: str | None, *, parent=None) -> Site:
    """Return the site at ``HOST[:PORT]``; without it, the only one (that has ``parent``)."""
    sites = list(Site.objects.select_related("root_page").order_by("hostname", "port"))
    if not sites:
        raise PlaceError(_("There is no site yet. Make one in the admin under Settings, Sites."))
    if address:
        return _one(
            _at(sites, address), sites, _("There is no site “%(site)s”.") % {"site": address}
        )
    if parent is not None:
        sites = _around(sites, parent)
        if not sites:
            raise PlaceError(
                _("The page “%(page)s” stands under no site's root page.") % {"page": parent.title}
            )
    return _one(sites, sites, "")


def find_parent(address: str | int | None, *, site: Site | None):
    """Return the page with an id or an address such as ``/o-nas/``; the site's root by default."""
    Page = swapper.load_model("wagtailcore", "Page")
    text = str(address or "").strip()
    if not text:
        return site.root_page if site else None
    if text.isascii() and text.isdecimal():
        page = Page.objects.filter(pk=text).first() if len(text) < 19 else None
    elif site is None:
        return None
    else:
        path = "/".join(part for part in text.split("/") if part)
        url_path = site.root_page.url_path + (f"{path}/" if path else "")
        page = Page.objects.filter(url_path=url_path).first()
    if page is None:
        raise PlaceError(_("There is no page “%(page)s”.") % {"page": text})
    return page


def check_parent(parent, site: Site) -> None:
    """Raise ``PlaceError`` unless a committee may be made under ``parent`` on ``site``."""
    values = {"page": parent.title, "site": _name(site)}
    root = site.root_page
    if not (parent.pk == root.pk or parent.is_descendant_of(root)):
        raise PlaceError(_("The page “%(page)s” is not on the site %(site)s.") % values)
    model = apps.get_model(settings.COMMITTEE_PAGE)
    if parent.specific_class is None or not model.can_create_at(parent.specific):
        raise PlaceError(
            _("A committee cannot stand under the page “%(page)s”. Choose another with --parent.")
            % values
        )


def _at(sites: list[Site], address: str) -> list[Site]:
    host, colon, port = address.strip().lower().rpartition(":")
    if not colon or not port.isdecimal():
        host, port = address.strip().lower(), ""
    return [
        site
        for site in sites
        if site.hostname.lower() == host and (not port or str(site.port) == port)
    ]


def _around(sites: list[Site], page) -> list[Site]:
    """Sites whose tree has ``page``; of nested ones the innermost."""
    found = [site for site in sites if page.path.startswith(site.root_page.path)]
    depth = max((site.root_page.depth for site in found), default=0)
    return [site for site in found if site.root_page.depth == depth]


def _one(found: list[Site], sites: list[Site], missing: str) -> Site:
    if len(found) == 1:
        return found[0]
    names = ", ".join(_name(site) for site in (found or sites))
    if not found:
        raise PlaceError(missing + " " + _("Known sites: %(sites)s.") % {"sites": names})
    raise PlaceError(
        _("There are several sites: %(sites)s. Say which with --site HOST:PORT.") % {"sites": names}
    )


def _name(site: Site) -> str:
    return f"{site.hostname}:{site.port}"
