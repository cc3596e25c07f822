"""Screens that write one element: add and edit."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin import messages

from ..models import ProgrammeNode
from ..querysets import programmes
from . import addresses, node_panels, services
from .admin_base import NodeMixin, ServiceView, TreeMixin
from .forms import form_panels
from .level_names import level_name, name_at, names_of
from .states import state_of
from .tree_views import shown_of


class _NodeFormView(ServiceView):
    """The small form of one element, with Wagtail's own editor of text."""

    template_name = "rkres_wagtail/programmes/outline/node.html"
    is_new = False
    instance: ProgrammeNode

    def get_form_class(self):
        self.panels = form_panels()
        return self.panels.get_form_class()

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "instance": self.instance, "for_user": self.request.user}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        name = name_at(self.instance.level, names_of(self.page))
        form.fields["kind"].widget.attrs["placeholder"] = name
        return form

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        bound = self.panels.get_bound_panel(instance=self.instance, request=self.request, form=form)
        kinds = ProgrammeNode.objects.of(self.page).exclude(kind="").order_by()
        return {
            **context,
            "panels": bound,
            "kinds": dict.fromkeys(
                [*names_of(self.page), *kinds.values_list("kind", flat=True).distinct()]
            ),
            "media": bound.media + form.media,
        }

    def add_url(self, node) -> str:
        return f"{reverse(addresses.NODE_ADD_URL, args=[self.page.pk])}?after={node.pk}"


class AddNodeView(TreeMixin, _NodeFormView):
    """An element at the end, after the one that ``?after=`` names, or last under ``?under=``."""

    is_new = True

    def find(self, pk: int) -> None:
        super().find(pk)
        self.is_gone = False
        self.under, self.after = self._named("under"), self._named("after")
        level = 1
        if self.under is not None:
            level = self.under.level + 1
        elif self.after is not None:
            level = self.after.level
        self.instance = ProgrammeNode(programme=self.page, level=level)

    def _named(self, name: str) -> ProgrammeNode | None:
        if not self.request.GET.get(name):
            return None
        text = self.request.GET[name]
        key = int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else 0
        node = ProgrammeNode.objects.of(self.page).filter(pk=key).first()
        self.is_gone = self.is_gone or node is None
        return node

    def get(self, request, *args, **kwargs):
        if self.is_gone:
            messages.error(request, _("That element is no longer in the programme."))
            return redirect(self.back_url)
        return super().get(request, *args, **kwargs)

    @property
    def title(self) -> str:
        return _("Add an element")

    @property
    def submit_label(self) -> str:
        return _("Add the element")

    @property
    def explanation(self) -> str:
        if self.under is not None:
            text = _("It will stand under “%(heading)s”, as the last one.")
        elif self.after is not None:
            text = pgettext(
                "element of a programme", "It will stand after “%(heading)s” and what is under it."
            )
        else:
            text = _("It will stand at the end of the programme.")
        level = _("Its level: %(name)s.") % {
            "name": name_at(self.instance.level, names_of(self.page))
        }
        node = self.under or self.after
        return f"{text % {'heading': node.heading if node is not None else ''}} {level}"

    @property
    def back_url(self) -> str:
        node = self.under or self.after
        return addresses.node_place(node) if node is not None else super().back_url

    def get_initial(self):
        return {}

    def do(self, form) -> str:
        if self.is_gone:
            raise ValidationError(
                _(
                    "Not saved: somebody has removed the element beside which this one was to "
                    "stand. What you wrote is below: copy it, and add it at another place."
                ),
                code="gone",
            )
        after = self._last_under() if self.under is not None else self.after
        self.node = services.add_node(
            page=self.page,
            level=self.instance.level,
            after=after,
            user=self.request.user,
            **form.values,
        )
        return _("“%(heading)s” was added.") % {"heading": self.node.heading}

    def _last_under(self) -> ProgrammeNode:
        """The last of those that stand right under ``self.under``, or itself."""
        rows = ProgrammeNode.objects.of(self.page).filter(position__gt=self.under.position)
        beyond = rows.filter(level__lte=self.under.level).order_by("position").first()
        if beyond is not None:
            rows = rows.filter(position__lt=beyond.position)
        last = rows.filter(level=self.under.level + 1).order_by("position").last()
        return last or self.under

    def get_success_url(self) -> str:
        if "another" in self.request.POST:
            return self.add_url(self.node)
        return addresses.node_place(self.node)


class NodeView(NodeMixin, _NodeFormView):
    """Change an element, with what else stands at it; for readers, to read."""

    is_for_readers = True

    def find(self, pk: int) -> None:
        rows = ProgrammeNode.objects.select_related("programme").filter(pk=pk)
        self.node = rows.first()
        if self.node is not None:
            self.page, self.instance = self.node.programme, self.node
            return
        # Removed by somebody else while this editor was typing: what was typed comes back.
        key = shown_of({"under": self.request.POST.get("page", "")})["under"]
        if key is None:
            raise Http404
        self.page = get_object_or_404(programmes(), pk=key)
        self.instance = ProgrammeNode(programme=self.page)

    @property
    def subtitle(self) -> str:
        return self.node.heading if self.node else self.page.get_admin_display_title()

    @property
    def back_url(self) -> str:
        if self.node is None:
            return addresses.tree_url(self.page)
        return addresses.node_place(self.node)

    @property
    def title(self) -> str:
        return _("Edit an element") if self.may_keep else _("Element of the programme")

    @property
    def submit_label(self) -> str:
        return _("Save")

    def get(self, request, *args, **kwargs):
        if self.may_keep:
            return super().get(request, *args, **kwargs)
        return self.response_class(
            request=request,
            template="rkres_wagtail/programmes/outline/node_read.html",
            context={
                "view": self,
                "page": self.page,
                "node": self.node,
                "what": level_name(self.node, names_of(self.page)),
                "points_to": list(self.node.points_to.select_related("programme")),
                "beside": node_panels.panels_of(request, self.node, self.page),
            },
            using=self.template_engine,
        )

    def get_initial(self):
        if self.node is None:
            return {}
        return {"state": state_of(self.node), "page": self.page.pk}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.node is None:
            return context
        return {
            **context,
            "what": level_name(self.node, names_of(self.page)),
            "public_url": addresses.public_url(self.page, self.node),
            "beside": node_panels.panels_of(self.request, self.node, self.page),
        }

    def do(self, form) -> str:
        if self.node is None:
            raise ValidationError(
                _(
                    "Not saved: somebody has removed this element while you were writing. What "
                    "you wrote is below: copy it to where it belongs."
                ),
                code="gone",
            )
        node = services.change_node(
            node=self.node,
            state=form.cleaned_data["state"],
            user=self.request.user,
            **form.values,
        )
        return _("“%(heading)s” was saved.") % {"heading": node.heading}

    def get_success_url(self) -> str:
        if "another" in self.request.POST:
            return self.add_url(self.node)
        if "next" in self.request.POST and (following := self.following) is not None:
            return addresses.node_url(following)
        return self.back_url

    @property
    def following(self) -> ProgrammeNode | None:
        if self.node is None:
            return None
        rows = ProgrammeNode.objects.of(self.page).filter(position__gt=self.node.position)
        return rows.order_by("position").first()

    def renew(self, form) -> None:
        """Who was told that the element has changed may put the own text in its place."""
        current = ProgrammeNode.objects.filter(pk=getattr(self.node, "pk", None)).first()
        form.data = form.data.copy()
        form.data["state"] = state_of(current) if current is not None else ""
