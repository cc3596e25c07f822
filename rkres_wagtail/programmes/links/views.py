"""Screens of links on the side of the programme: they ask the services and repeat no rule."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages

from ...bodies.register.views import show_errors
from ..models import ProgrammeLink, ProgrammeNode
from ..permissions import may_keep
from ..querysets import programme_model
from . import addresses, services
from .forms import NoteForm, PageLinkForm
from .office import office_links
from .picking import Picker, Picking

LARGEST_KEY = 2**63 - 1


class LinksMixin:
    """One programme, or one element of it (``?node=``), for whoever keeps its tree."""

    header_icon = "link"

    def dispatch(self, request, *args, **kwargs):
        self.find(**kwargs)
        if self.page.alias_of_id is not None:
            raise Http404
        if not may_keep(self.page, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        self.page = get_object_or_404(programme_model(), pk=pk)
        self.node = self._node(self.request.GET.get("node", ""))

    def _node(self, asked: str) -> ProgrammeNode | None:
        if not asked:
            return None
        if not asked.isdecimal() or int(asked) > LARGEST_KEY:
            raise Http404
        return get_object_or_404(ProgrammeNode.objects.of(self.page), pk=int(asked))

    @property
    def subtitle(self) -> str:
        return self.node.heading if self.node else self.page.get_admin_display_title()

    @property
    def back_url(self) -> str:
        return addresses.list_url(self.page, self.node)

    @property
    def back_label(self) -> str:
        return _("Back to the links")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        media = form.media if form is not None else ""
        return {**context, "page": self.page, "node": self.node, "media": media}


class LinkListView(LinksMixin, TemplateView):
    """Everything that is linked, with ways to add and to remove."""

    template_name = "rkres_wagtail/programmes/links/list.html"

    @property
    def title(self) -> str:
        return _("What fed this element") if self.node else _("What fed the programme")

    @property
    def back_url(self) -> str:
        return addresses.editor_url(self.page)

    @property
    def back_label(self) -> str:
        return _("Back to the programme")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            links=office_links(ProgrammeLink.objects.of(self.page).filter(node=self.node)),
            add_page_url=addresses.add_page_url(self.page, self.node),
            add_remarks_url=addresses.add_remarks_url(self.page, self.node),
        )


class ServiceView(LinksMixin, FormView):
    """A form for one verb; what the service refuses stands at its field."""

    template_name = "rkres_wagtail/remarks/office/form.html"
    explanation = ""

    def do(self, form) -> str:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            done = self.do(form)
        except ValidationError as error:
            show_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, done)
        return redirect(addresses.list_url(self.page, self.node))

    def form_invalid(self, form):
        messages.validation_error(self.request, _("Not saved. Correct what is marked below."), form)
        return super().form_invalid(form)


class AddPageView(ServiceView):
    """A decision, a meeting or a consultation."""

    form_class = PageLinkForm

    @property
    def title(self) -> str:
        return _("Link a decision, meeting or consultation")

    @property
    def submit_label(self) -> str:
        return pgettext("verb", "Link")

    def do(self, form) -> str:
        services.link(
            page=self.page,
            node=self.node,
            target_page=form.cleaned_data["target_page"],
            note=form.cleaned_data["note"],
            user=self.request.user,
        )
        return _("Linked. The public sees it at both ends, once both are published.")


class AddRemarksView(ServiceView):
    """Sections of a consulted document, and remarks on it, with boxes to tick."""

    template_name = "rkres_wagtail/programmes/links/pick.html"
    form_class = NoteForm

    @property
    def title(self) -> str:
        return _("Link sections and remarks of a consultation")

    @cached_property
    def picker(self) -> Picker:
        return Picker(self.page, self.node, self.request.user, self.request.GET)

    def get_context_data(self, **kwargs):
        ticked = self.request.POST.getlist("tick")
        return super().get_context_data(**kwargs, picker=self.picker, ticked=ticked)

    def do(self, form) -> str:
        picking = Picking(self.picker, self.request.POST)
        if not picking.chosen:
            raise ValidationError(_("Tick at least one."))
        made = services.link_many(
            page=self.page,
            links=[
                {**each, "node": self.node, "note": form.cleaned_data["note"]}
                for each in picking.chosen
            ],
            user=self.request.user,
        )
        return linked_text(len(made))


def linked_text(count: int) -> str:
    if not count:
        return _("All of it was linked already.")
    return ngettext("%(count)d link added.", "%(count)d links added.", count) % {"count": count}


class RemoveView(ServiceView):
    """Asks first; what was linked stays as it is."""

    form_class = NoteForm
    template_name = "rkres_wagtail/programmes/links/remove.html"

    def find(self, pk: int) -> None:
        rows = ProgrammeLink.objects.select_related("programme", "node")
        self.row = get_object_or_404(rows, pk=pk)
        self.page, self.node = self.row.programme.specific, self.row.node

    @property
    def title(self) -> str:
        return _("Remove the link")

    def get_context_data(self, **kwargs):
        (link,) = office_links(ProgrammeLink.objects.filter(pk=self.row.pk)) or (None,)
        return super().get_context_data(**kwargs, link=link)

    def do(self, form) -> str:
        services.unlink(self.row, user=self.request.user)
        return _("The link was removed at both ends.")
