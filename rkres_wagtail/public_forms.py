"""Forms that the public fills in, without a script: clean texts, errors tied to fields."""

from __future__ import annotations

from django import forms

from .text import clean_text, without_directions

_LONGEST_LINE = 255


class LineField(forms.CharField):
    """One line without control characters and turned-round letters."""

    def __init__(self, *, max_length: int = _LONGEST_LINE, **kwargs):
        super().__init__(max_length=max_length, required=False, **kwargs)

    def to_python(self, value):
        text = clean_text(str(value or ""))
        return without_directions(" ".join(text.split()))


class TextField(forms.CharField):
    """A long text; rules count its letters, so that nothing is cut off unseen."""

    def __init__(self, *, rows: int = 4, **kwargs):
        super().__init__(required=False, widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value):
        return clean_text(str(value or ""))


class TiedForm(forms.Form):
    """Fields that name their hint and their errors to who cannot see them."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)

    def tie(self) -> None:
        """Put classes and ``aria-…`` on the widgets; called once errors are known."""
        for bound in self:
            bound.field.is_optional = self.optional(bound.name)
            attrs = bound.field.widget.attrs
            described = [f"{bound.auto_id}_hint"] if bound.field.help_text else []
            if self.is_bound and bound.errors:
                described.append(f"{bound.auto_id}_error")
                attrs["aria-invalid"] = "true"
            if described:
                attrs["aria-describedby"] = " ".join(described)
            if not isinstance(bound.field.widget, (forms.CheckboxInput, forms.RadioSelect)):
                attrs["class"] = "rkres-input"

    def optional(self, name: str) -> bool:
        """Whether the label says that a field may stay empty."""
        raise NotImplementedError

    def problems(self, prefix: str = "") -> list[dict]:
        """Errors for the summary on top: where to go, and what to do."""
        found = [{"id": "", "text": f"{prefix}{text}"} for text in self.non_field_errors()]
        for bound in self:
            target = bound.id_for_label or bound.auto_id
            if isinstance(bound.field.widget, forms.RadioSelect):
                target = f"{bound.auto_id}_0"
            found += [
                {"id": target, "text": f"{prefix}{bound.label}: {text}"} for text in bound.errors
            ]
        return found
