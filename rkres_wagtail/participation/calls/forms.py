"""The form of the calls' page editor."""

from __future__ import annotations

from ...bodies.forms import BodyPageForm


class CallPageForm(BodyPageForm):
    """Needs a title only; the rest is asked for on publishing."""

    def clean(self):
        self.instance.parent_for_rules = self.parent_page
        return super().clean()
