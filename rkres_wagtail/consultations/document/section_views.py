"""Screens of single sections: add, edit, move, split, merge, remove."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from ..models import SectionText
from . import addresses, outline, permissions, services
from .admin_base import SectionMixin, ServiceView, VersionMixin
from .content import split_points
from .forms import SplitForm, section_panels
from .locking import rows_of
from .outline import Direction
from .states import state_of


class _SectionFormView(ServiceView):
    """The small form of one section, with Wagtail's own editors of text, tables and images."""

    template_name = "rkres_wagtail/consultations/admin/document_section.html"
    is_new = False

    @property
    def panels(self):
        return section_panels(is_new=self.is_new)

    def get_form_class(self):
        return self.panels.get_form_class()

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return {**kwargs, "instance": self.instance, "for_user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        bound = self.panels.get_bound_panel(instance=self.instance, request=self.request, form=form)
        return {**context, "panels": bound, "media": bound.media + form.media}


class AddSectionView(VersionMixin, _SectionFormView):
    """A section at the end, or after the one that ``?after=`` names."""

    is_new = True

    def find(self, pk: int) -> None:
        super().find(pk)
        self.instance = SectionText(version=self.version)
        after = self.request.GET.get("after", "")
        rows = self.version.texts.filter(pk=after) if after.isdecimal() else ()
        self.after = next(iter(rows), None)

    @property
    def title(self) -> str:
        return _("Add a section")

    @property
    def submit_label(self) -> str:
        return _("Add the section")

    @property
    def explanation(self) -> str:
        if self.after is None:
            return _("It will stand at the end of the document.")
        return _("It will stand after “%(heading)s” and what is under it.") % {
            "heading": self.after.heading
        }

    def get_initial(self):
        return {"level": self.after.level if self.after is not None else 1}

    def do(self, form) -> str:
        self.section = services.add_section(
            version=self.version,
            level=form.cleaned_data["level"],
            after=self.after,
            user=self.request.user,
            **form.values,
        )
        self.section.version = self.version
        return _("Section “%(heading)s” was added.") % {"heading": self.section.heading}

    def get_success_url(self) -> str:
        if "another" in self.request.POST:
            address = reverse(addresses.SECTION_ADD_URL, args=[self.version.pk])
            return f"{address}?after={self.section.pk}"
        return addresses.section_place(self.section)


class SectionView(SectionMixin, _SectionFormView):
    """Change a section; a frozen one is shown to read."""

    is_for_frozen = True

    def find(self, pk: int, section: int) -> None:
        if SectionText.objects.filter(pk=section, version=pk).exists():
            super().find(pk, section)
            self.instance = self.section
            return
        # Removed or merged by somebody else while this editor was typing.
        VersionMixin.find(self, pk)
        self.section, self.instance = None, SectionText(version=self.version)

    @property
    def subtitle(self) -> str:
        return self.section.heading if self.section else self.page.get_admin_display_title()

    @property
    def back_url(self) -> str:
        if self.section is None:
            return addresses.version_url(self.version)
        return addresses.section_place(self.section)

    @property
    def may_change(self) -> bool:
        return permissions.may_change(self.version, self.page, self.request.user)

    @property
    def title(self) -> str:
        if self.is_read_only:
            return _("Section of the document")
        return _("Edit a section")

    @property
    def submit_label(self) -> str:
        return _("Save")

    @property
    def is_read_only(self) -> bool:
        return bool(self.reason) or not self.may_change

    def get(self, request, *args, **kwargs):
        if self.section is None:
            messages.error(request, _("This section is no longer in this version."))
            return redirect(self.back_url)
        if self.is_read_only:
            return self.response_class(
                request=request,
                template="rkres_wagtail/consultations/admin/document_section_read.html",
                context=super(_SectionFormView, self).get_context_data(form=None)
                | {"reason": self.reason, "section": self.section},
                using=self.template_engine,
            )
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.may_change:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_initial(self):
        return {"state": state_of(self.section)} if self.section is not None else {}

    def do(self, form) -> str:
        if self.section is None:
            raise ValidationError(
                _(
                    "Not saved: somebody has removed this section, or merged it with another one, "
                    "while you were writing. What you wrote is below: copy it to where it belongs."
                ),
                code="gone",
            )
        section = services.change_section(
            section=self.section,
            state=form.cleaned_data["state"],
            user=self.request.user,
            **form.values,
        )
        return _("Section “%(heading)s” was saved.") % {"heading": section.heading}

    def get_success_url(self) -> str:
        if "next" in self.request.POST and (following := self.following) is not None:
            return reverse(addresses.SECTION_URL, args=[self.version.pk, following.pk])
        return self.back_url

    @property
    def following(self) -> SectionText | None:
        if self.section is None:
            return None
        rows = self.version.texts.filter(position__gt=self.section.position)
        return rows.order_by("position").first()

    def renew(self, form) -> None:
        """Who was told that the section has changed may put the own text in its place."""
        current = SectionText.objects.filter(pk=getattr(self.section, "pk", None)).first()
        form.data = form.data.copy()
        form.data["state"] = state_of(current) if current is not None else ""


class MoveSectionView(SectionMixin, ServiceView):
    """A button of the outline; answers a POST only."""

    http_method_names = ["post"]

    def form_valid(self, form):
        direction = self.request.POST.get("direction", "")
        try:
            if direction not in Direction.values:
                raise ValidationError(_("Choose where the section goes."))
            services.move_section(
                section=self.section,
                direction=direction,
                user=self.request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        return redirect(self.back_url)

    def form_invalid(self, form):
        messages.error(self.request, _("Open this screen again and repeat the last step."))
        return redirect(self.back_url)


class RestoreSectionView(VersionMixin, ServiceView):
    """A button of the outline; answers a POST only."""

    http_method_names = ["post"]

    def form_valid(self, form):
        key = self.request.POST.get("text", "")
        rows = SectionText.objects.filter(version=self.version.based_on_id)
        text = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
        try:
            if text is None:
                raise ValidationError(_("Choose a section of the version before."))
            row = services.restore_section(
                version=self.version, text=text, user=self.request.user, **form.cleaned_data
            )
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(self.back_url)
        row.version = self.version
        done = _("Section “%(heading)s” is back.") % {"heading": row.heading}
        messages.success(self.request, done)
        return redirect(addresses.section_place(row))

    def form_invalid(self, form):
        messages.error(self.request, _("Open this screen again and repeat the last step."))
        return redirect(self.back_url)


class SplitView(SectionMixin, ServiceView):
    form_class = SplitForm

    @property
    def title(self) -> str:
        return _("Split a section")

    @property
    def explanation(self) -> str:
        if not split_points(self.section.content):
            return _("The text is one paragraph, so there is no place at which to split it.")
        return _(
            "What comes before the chosen place stays here, and so does what people wrote on this "
            "section. The rest becomes a section of its own, right after this one; sections under "
            "this one will stand under the new one. Footnotes go with the text that refers to them."
        )

    @property
    def submit_label(self) -> str:
        return _("Split")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "section": self.section}

    def do(self, form) -> str:
        data = form.cleaned_data
        second = services.split_section(
            section=self.section,
            at_block=form.place.block,
            at_element=form.place.element,
            title=data["title"],
            number=data["number"],
            identity=form.identity,
            edits=data["edits"],
            user=self.request.user,
        )
        return _("The new section is “%(heading)s”.") % {"heading": second.heading}


class MergeView(SectionMixin, ServiceView):
    def find(self, pk: int, section: int) -> None:
        super().find(pk, section)
        rows = rows_of(self.version)
        self.refusal, self.target = "", None
        try:
            index = outline.merged_into(rows, outline.index_of(rows, self.section))
        except ValidationError as error:
            self.refusal = " ".join(error.messages)
        else:
            self.target = rows[index]

    @property
    def title(self) -> str:
        return _("Merge with the section before")

    @property
    def explanation(self) -> str:
        if self.target is None:
            return self.refusal
        return _(
            "The text is added at the end of “%(target)s”, the heading as a paragraph in bold. "
            "Sections under this one will stand under that one. In the versions published before "
            "this section stays, with what people wrote on it."
        ) % {"target": self.target.heading}

    @property
    def submit_label(self) -> str:
        return _("Merge") if self.target is not None else ""

    def do(self, form) -> str:
        target = services.merge_section(
            section=self.section, user=self.request.user, **form.cleaned_data
        )
        target.version = self.version
        self.section = target
        return _("The text is in “%(heading)s” now.") % {"heading": target.heading}


class RemoveSectionView(SectionMixin, ServiceView):
    is_serious = True

    @property
    def title(self) -> str:
        return _("Remove a section")

    @property
    def explanation(self) -> str:
        rows = rows_of(self.version)
        index = outline.index_of(rows, self.section)
        under = outline.end_of(rows, index) - index - 1
        text = _(
            "“%(heading)s” will not be in version %(number)d any more. In other versions it stays, "
            "with what people wrote on it."
        ) % {"heading": self.section.heading, "number": self.version.number}
        if not under:
            return text
        more = ngettext(
            "%(count)d section under it stays and moves one level up.",
            "%(count)d sections under it stay and move one level up.",
            under,
        )
        return f"{text} {more % {'count': under}}"

    @property
    def submit_label(self) -> str:
        return _("Remove")

    def do(self, form) -> str:
        services.remove_section(section=self.section, user=self.request.user, **form.cleaned_data)
        return _("“%(heading)s” was removed from this version.") % {"heading": self.section.heading}

    def get_success_url(self) -> str:
        return addresses.version_url(self.version)
