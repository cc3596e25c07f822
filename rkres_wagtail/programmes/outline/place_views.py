"""Screens that change where elements stand: one step, another place, away."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from ...consultations.document.outline import Direction, end_of
from ..models import ProgrammeNode
from . import addresses, order, services
from .admin_base import NodeMixin, ServiceView
from .forms import PlaceForm
from .locking import nodes_of
from .tree_views import shown_of


class StepView(NodeMixin, ServiceView):
    """A button of the tree; answers a POST only."""

    http_method_names = ["post"]

    def form_valid(self, form):
        direction = self.request.POST.get("direction", "")
        try:
            if direction not in Direction.values:
                raise ValidationError(_("Choose where the element goes."))
            self.node = services.move_node(
                node=self.node,
                direction=direction,
                user=self.request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        return redirect(self._shown_again())

    def form_invalid(self, form):
        messages.error(self.request, _("Open this screen again and repeat the last step."))
        return redirect(self._shown_again())

    def _shown_again(self) -> str:
        """The same part of the tree, unless the element has left it."""
        shown = shown_of(self.request.POST)
        nodes = list(
            ProgrammeNode.objects.of(self.page).order_by("position", "pk").defer("description")
        )
        index = next((i for i, node in enumerate(nodes) if node.pk == self.node.pk), None)
        if index is None:
            return addresses.tree_url(self.page)
        above = {nodes[each].pk for each in order.path_to(nodes, index)} | {self.node.pk}
        is_folded = len(nodes) > addresses.ROWS and not shown["q"]
        went_in = is_folded and self.request.POST.get("direction") == Direction.DEEPER
        if shown["under"] in {None, *above} and not went_in:
            return f"{addresses.tree_url(self.page, **shown)}#{self.node.anchor}"
        return addresses.node_place(nodes[index])


class MoveView(NodeMixin, ServiceView):
    """Another place anywhere in the programme, but within the element itself."""

    form_class = PlaceForm

    @property
    def title(self) -> str:
        return _("Move an element")

    @property
    def explanation(self) -> str:
        return _(
            "“%(heading)s” moves with all that stands under it. Numbers stay as they were typed; "
            "the public sees the new order at once."
        ) % {"heading": self.node.heading}

    @property
    def submit_label(self) -> str:
        return _("Move the element")

    def get_form_kwargs(self):
        rows = nodes_of(self.page)
        index = order.index_of(rows, self.node)
        places = [*rows[:index], *rows[end_of(rows, index) :]]
        return {**super().get_form_kwargs(), "places": places}

    def do(self, form) -> str:
        way, chosen = form.cleaned_data["way"], form.chosen
        place = {"under": chosen, "is_first": way == PlaceForm.FIRST}
        if way == PlaceForm.AFTER:
            if chosen is None:
                raise ValidationError(
                    {"place": _("Choose the element after which this one shall stand.")}
                )
            place = {"under": self._parent_of(chosen), "after": chosen}
        self.node = services.move_under(
            node=self.node, user=self.request.user, edits=form.cleaned_data["edits"], **place
        )
        self.node.refresh_from_db()
        return _("“%(heading)s” stands at its new place.") % {"heading": self.node.heading}

    def _parent_of(self, chosen: ProgrammeNode) -> ProgrammeNode | None:
        rows = nodes_of(self.page)
        above = order.path_to(rows, order.index_of(rows, chosen))
        return rows[above[-1]] if above else None


class RemoveView(NodeMixin, ServiceView):
    is_serious = True

    @property
    def title(self) -> str:
        return _("Remove an element")

    @property
    def explanation(self) -> str:
        if self.reason:
            return self.reason
        rows = nodes_of(self.page)
        index = order.index_of(rows, self.node)
        under = end_of(rows, index) - index - 1
        texts = [
            _(
                "“%(heading)s” will not be in the programme any more, with its description. There "
                "is no way back; the address of its page stops working."
            )
            % {"heading": self.node.heading}
        ]
        if under:
            text = ngettext(
                "%(count)d element under it stays and moves one level up.",
                "%(count)d elements under it stay and move one level up.",
                under,
            )
            texts.append(text % {"count": under})
        if pointing := self.node.pointed_from.count():
            text = ngettext(
                "%(count)d element of another programme contributes to it, and will not say so "
                "any more.",
                "%(count)d elements of other programmes contribute to it, and will not say so "
                "any more.",
                pointing,
            )
            texts.append(text % {"count": pointing})
        return " ".join(texts)

    @property
    def reason(self) -> str:
        return services.kept_reason(self.node)

    @property
    def submit_label(self) -> str:
        return _("Remove") if not self.reason else ""

    def do(self, form) -> str:
        services.remove_node(node=self.node, user=self.request.user, **form.cleaned_data)
        return _("“%(heading)s” was removed.") % {"heading": self.node.heading}

    def get_success_url(self) -> str:
        return addresses.tree_url(self.page)
