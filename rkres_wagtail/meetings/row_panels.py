"""Panels of the rows of a meeting: agenda and materials."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.admin.widgets import AdminPageChooser

from .cautions import scans_warning
from .querysets import meeting_model


class RowsPanel(InlinePanel):
    """An inline panel whose rows are those of a formset of ours."""

    def __init__(self, *args, formset=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.formset = formset

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "formset": self.formset}

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset
        return options


class MeetingChooserPanel(FieldPanel):
    """Chooses a meeting; ``clean()`` of the model repeats the rule."""

    def get_form_options(self):
        options = super().get_form_options()
        if not self.read_only:
            widget = AdminPageChooser(target_models=[meeting_model()])
            options.setdefault("widgets", {})[self.field_name] = widget
        return options


class CautionsPanel(Panel):
    """Says which of the saved materials not everyone can read; blocks nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/admin/cautions_panel.html"

        def is_shown(self):
            return bool(self.warning)

        @property
        def warning(self) -> str:
            return scans_warning(self.instance.materials.all()) if self.form is not None else ""

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "warning": self.warning}
