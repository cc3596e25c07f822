"""Panels of the bodies' page editors, in the order of an editor's work.

Four tabs: what the public reads, composition and term, time and history, words (a committee
only); Wagtail's own two follow. Every help text says what the public will see.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import AdminPageChooser


class BodyChooserPanel(FieldPanel):
    """Chooses a page among the classes that carry a mixin, the host's own included.

    ``mixin`` names a class of ``bodies.pages`` (these panels are imported by that module).
    Only the interface is limited; ``clean()`` of the model repeats the rule.
    """

    def __init__(self, field_name, mixin="BodyPageMixin", **kwargs):
        super().__init__(field_name, **kwargs)
        self.mixin = mixin

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "mixin": self.mixin}

    def get_form_options(self):
        from . import pages
        from .tree import page_models

        options = super().get_form_options()
        if not self.read_only:
            widget = AdminPageChooser(target_models=page_models(getattr(pages, self.mixin)))
            options.setdefault("widgets", {})[self.field_name] = widget
        return options


class CompositionPanel(Panel):
    """Members, vacancies and warnings as the register has them now; for the editor only."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "rkres_wagtail/admin/composition_panel.html"

        def get_context_data(self, parent_context=None):
            from .editor_state import EditorState, register_url

            context = super().get_context_data(parent_context)
            if self.instance is not None and self.instance.pk:
                statutory = self._other_statutory_body()
                body = statutory or self.instance
                context["state"] = EditorState.of(body)
                context["statutory"] = statutory
                if self.request and self.request.user.has_perm("rkres_wagtail.view_membership"):
                    context["register_url"] = register_url(body)
            return context

        def _other_statutory_body(self):
            statutory = getattr(self.instance, "statutory_body", None)
            return statutory if statutory and statutory.pk != self.instance.pk else None


def body_edit_handler(model):
    """The tabs of a body's editor; a tab without panels is left out."""
    tabs = [
        (_("Content"), model.content_panels),
        (_("Composition and term"), model.composition_panels),
        (_("Time and history"), model.history_panels),
        (_("Wording"), model.wording_panels),
        (_("Promote"), model.promote_panels),
        (_("Settings"), model.settings_panels),
    ]
    interface = TabbedInterface(
        [ObjectList(panels, heading=heading) for heading, panels in tabs if panels],
        base_form_class=model.base_form_class,
    )
    return interface.bind_to_model(model)


_CONTACT = MultiFieldPanel(
    [
        FieldPanel("contact_unit", help_text=_("E.g. the department that serves the body.")),
        FieldPanel("contact_person", help_text=_("Optional. Name an official person only.")),
        FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
        FieldPanel("contact_address"),
    ],
    heading=_("Contact"),
    help_text=_(
        "The public sees it at the bottom of the page. Give office data, never a private "
        "telephone or e-mail."
    ),
)
_FUNDING = FieldPanel(
    "funding",
    help_text=_(
        "A sentence with logos that the public sees at the bottom of the page, where a project "
        "requires it. Notices are kept in the menu “Committee”."
    ),
)
_TOP = [
    TitleFieldPanel(
        "title", help_text=_("The full name of the body; the heading of its public page.")
    ),
    FieldPanel("lead"),
]
_DESCRIPTION = FieldPanel(
    "description",
    help_text=_("The public reads it below the two sentences. May stay empty."),
)

COMPOSITION = [
    CompositionPanel(heading=_("Composition today")),
    FieldPanel("members_visibility"),
    FieldPanel("meetings_per_year"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("quorum_rule"), FieldPanel("quorum_number")]),
            FieldPanel("attendance_names_public"),
        ],
        heading=_("Attendance"),
        help_text=_(
            "Once the attendance of a meeting is closed, the public reads how many took part and "
            "whether there was a quorum."
        ),
    ),
]

HISTORY = [
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_to")])],
        heading=_("Time of activity"),
        help_text=_(
            "Leave the end empty as long as the body works. After that day the public sees a "
            "notice that the page is archival; nothing disappears."
        ),
    ),
    FieldPanel(
        "history",
        help_text=_(
            "Earlier names of this body and the bodies that it replaced, the oldest first. The "
            "public sees them as a list."
        ),
    ),
]

COMMITTEE_CONTENT = [
    *_TOP,
    MultiFieldPanel(
        [
            FieldPanel(
                "abbreviation",
                help_text=_("E.g. “RKRES”. The public sees it in brackets after the name."),
            ),
            FieldPanel("region"),
            FieldPanel("host_organisation"),
        ],
        heading=_("The committee"),
    ),
    _DESCRIPTION,
    FieldPanel("legal_basis"),
    FieldPanel(
        "programmes",
        help_text=_("Programmes that the committee works on. The public sees their names."),
    ),
    _CONTACT,
    _FUNDING,
]

COMMITTEE_COMPOSITION = [
    *COMPOSITION,
    MultiFieldPanel(
        [
            BodyChooserPanel("statutory_body", mixin="TierPageMixin"),
            FieldRowPanel([FieldPanel("seats_min"), FieldPanel("seats_max")]),
            FieldPanel("term_years"),
        ],
        heading=_("Seats and terms"),
        help_text=_(
            "From the act that founds the committee. The numbers only warn you when the register "
            "disagrees; the public does not see them."
        ),
    ),
]

COMMITTEE_WORDING = [
    MultiFieldPanel(
        [
            FieldPanel("name_genitive"),
            FieldPanel(
                "name_dative", help_text=_("To whom, to what? E.g. “Komitetowi Rozwoju …”.")
            ),
            FieldPanel("name_accusative", help_text=_("Whom, what? E.g. “Komitet Rozwoju …”.")),
            FieldPanel(
                "name_instrumental",
                help_text=_("With whom, with what? E.g. “Komitetem Rozwoju …”."),
            ),
            FieldPanel(
                "name_locative", help_text=_("About whom, about what? E.g. “Komitecie Rozwoju …”.")
            ),
        ],
        heading=_("Forms of the name"),
        help_text=_("Used in sentences that the site writes itself. Left empty, they are avoided."),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("meeting_label"), FieldPanel("meeting_label_plural")]),
            FieldRowPanel([FieldPanel("tier_label"), FieldPanel("tier_label_plural")]),
            FieldRowPanel([FieldPanel("group_label"), FieldPanel("group_label_plural")]),
        ],
        heading=_("Words of this committee"),
        help_text=_(
            "Fill in only where this committee says it otherwise, e.g. “sub-committee” for a "
            "group. The public reads these words in headings."
        ),
    ),
    FieldPanel(
        "role_labels",
        help_text=_("Only where a role is called otherwise here than usually."),
    ),
]

TIER_CONTENT = [
    *_TOP,
    MultiFieldPanel(
        [
            FieldPanel("position"),
            FieldPanel("for_whom", help_text=_("Who may take part. One or two sentences.")),
            FieldPanel("tasks", heading=_("What the tier does")),
            FieldRowPanel(
                [
                    FieldPanel("time_needed", help_text=_("E.g. “about two days a year”.")),
                    FieldPanel("meeting_frequency", help_text=_("E.g. “four times a year”.")),
                ]
            ),
            FieldPanel("how_to_join", help_text=_("What to do, where to write. Links work best.")),
        ],
        heading=_("The tier"),
        help_text=_(
            "The public sees these answers first, each under its own heading; what stays empty "
            "is left out."
        ),
    ),
    _DESCRIPTION,
    _CONTACT,
    _FUNDING,
]

GROUP_CONTENT = [
    *_TOP,
    MultiFieldPanel(
        [
            FieldPanel("kind"),
            FieldPanel("purpose", help_text=_("What the group was created for.")),
            FieldPanel("area"),
            FieldPanel(
                "founding_act",
                help_text=_("The act that created the group. The public sees its number and link."),
            ),
        ],
        heading=_("The group"),
    ),
    _DESCRIPTION,
    FieldPanel(
        "outputs",
        help_text=_("What the group has made. The public sees a list with links."),
    ),
    FieldPanel(
        "supervises",
        help_text=_(
            "Bodies that this one looks after, e.g. for a coordinating group. Both pages show it."
        ),
    ),
    _CONTACT,
    _FUNDING,
    FieldPanel(
        "sort_order",
        help_text=_("Place among the groups beside it: 0 stands before 1, 1 before 2."),
    ),
]
