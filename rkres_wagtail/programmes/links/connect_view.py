"""“Connect with a programme”: the same links, from the side of what fed it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import swapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ...bodies.rules import canonical_body
from ...text import fold
from ..models import ProgrammeLink, ProgrammeNode
from . import services
from .buttons import LABEL, kept_programmes
from .ends import kind_of_class
from .forms import NoteForm
from .office import office_links
from .picking import PER_PAGE
from .views import linked_text

_MOST_WORDS = 200


@dataclass(frozen=True)
class Choice:
    """A programme or an element of it with its box."""

    value: str
    title: str
    programme: str
    level: int
    is_linked: bool


class ConnectView(FormView):
    """Programmes of the committee and their elements, in pages, with a search; tick and save."""

    template_name = "rkres_wagtail/programmes/links/connect.html"
    form_class = NoteForm
    title = LABEL
    header_icon = "link"

    def dispatch(self, request, *args, **kwargs):
        Page = swapper.load_model("wagtailcore", "Page")
        self.page = get_object_or_404(Page, pk=kwargs["pk"])
        model = self.page.specific_class
        if model is None or not kind_of_class(model) or self.page.alias_of_id:
            raise Http404
        permissions = self.page.permissions_for_user(request.user)
        if not (permissions.can_edit() or permissions.can_publish()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def subtitle(self) -> str:
        return self.page.specific.get_admin_display_title()

    @property
    def back_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def back_label(self) -> str:
        return _("Back to the page")

    @cached_property
    def programmes(self) -> list:
        return kept_programmes(self.page, self.request.user)

    @property
    def query(self) -> str:
        return self.request.GET.get("q", "")[:_MOST_WORDS].strip()

    @cached_property
    def links(self):
        key = canonical_body(self.page).translation_key
        return ProgrammeLink.objects.filter(target_page__translation_key=key)

    @cached_property
    def choices(self) -> list[Choice]:
        """Each programme with its elements below it; two queries."""
        linked = set(self.links.values_list("programme__translation_key", "node"))
        nodes = ProgrammeNode.objects.of_any(self.programmes).select_related("programme")
        nodes = nodes.defer("description").order_by("position", "pk")
        by_key: dict = {}
        for node in nodes if self.programmes else ():
            by_key.setdefault(node.programme.translation_key, []).append(node)
        words, seen, found = fold(self.query), set(), []
        for page in self.programmes:
            key = page.translation_key
            if key in seen:
                continue
            seen.add(key)
            name = page.abbreviation or page.title
            if words in fold(f"{page.title} {page.abbreviation}"):
                found.append(Choice(f"page-{page.pk}", page.title, "", 0, (key, None) in linked))
            found.extend(
                Choice(f"node-{node.pk}", node.heading, name, node.level, (key, node.pk) in linked)
                for node in by_key.get(key, ())
                if words in fold(node.heading)
            )
        return found

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = Paginator(self.choices, PER_PAGE).get_page(self.request.GET.get("p"))
        return {
            **context,
            "page": self.page,
            "found": found,
            "query": self.query,
            "kept": urlencode({"q": self.query}) if self.query else "",
            "ticked": self.request.POST.getlist("tick"),
            "links": office_links_of(self.links, self.programmes),
            "programmes": self.programmes,
            "media": context["form"].media,
        }

    def form_valid(self, form):
        try:
            done = self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(self.request.get_full_path())

    def form_invalid(self, form):
        messages.validation_error(self.request, _("Not saved. Correct what is marked below."), form)
        return super().form_invalid(form)

    @transaction.atomic
    def do(self, form) -> str:
        ticked = self.request.POST.getlist("tick")
        if not ticked:
            raise ValidationError(_("Tick at least one."))
        note, count = form.cleaned_data["note"], 0
        for page, nodes in self._chosen(ticked):
            links = [{"target_page": self.page, "node": node, "note": note} for node in nodes]
            count += len(services.link_many(page=page, links=links, user=self.request.user))
        return linked_text(count)

    def _chosen(self, ticked: list[str]) -> list[tuple]:
        """Programmes with the elements chosen in each; None stands for the whole."""
        by_key = {page.translation_key: page for page in reversed(self.programmes)}
        by_value = {f"page-{page.pk}": page for page in self.programmes}
        ids = {each.removeprefix("node-") for each in ticked if each.startswith("node-")}
        ids = {int(each) for each in ids if each.isdecimal() and len(each) < 19}
        nodes = ProgrammeNode.objects.filter(pk__in=ids).select_related("programme")
        found: dict = {}
        for each in ticked:
            if each in by_value:
                found.setdefault(by_value[each], []).append(None)
        for node in nodes:
            page = by_key.get(node.programme.translation_key)
            if page is not None:
                found.setdefault(page, []).append(node)
        if sum(map(len, found.values())) != len(set(ticked)):
            raise ValidationError(_("Something that you ticked is not there any more. Look again."))
        return list(found.items())


def office_links_of(links, programmes) -> list:
    """What is connected already, with the names of programmes."""
    names = {page.translation_key: page.abbreviation or page.title for page in programmes}
    rows = links.filter(programme__translation_key__in=names).select_related("programme")
    return [
        {"link": each, "programme": names[each.row.programme.translation_key]}
        for each in office_links(rows)
    ]
