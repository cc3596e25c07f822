"""Import of a filled list of members in two steps: look through it, then all or nothing.

Between the steps the list travels in the preview's own form, signed and bound to the user,
the body and an hour; so it works with every session and cache backend and on several servers,
and no personal data are left behind when nobody confirms. The session keeps one number only,
which a confirmation uses up.
"""

from __future__ import annotations

import secrets

from django.conf import settings as django_settings
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from ...conf import settings
from ...uploads import UnreadableTable, read_table
from .. import services
from ..register.columns import IMPORT_COLUMNS
from ..register.forms import UploadForm
from ..rules import canonical_bodies, canonical_body
from ..tree import pages_of
from . import template as import_template
from .plan import PRESENT, REPEATED, WRONG, is_heading, plan_import, rows_of

SALT = "rkres_wagtail.import"
SESSION_KEY = "rkres_wagtail.import"
MAX_AGE = 60 * 60
#: Rows that the preview shows; wrong ones come first.
SHOWN_ROWS = 300


class _BodyView(WMABaseView):
    """For who may add members; the body comes in the query string."""

    def check_action_permitted(self, user):
        return self.permission_helper.user_can_create(user)

    def get_page_title(self):
        return _("Import a list of members")

    @property
    def import_url(self) -> str:
        return self.url_helper.get_action_url("import")

    def get_body(self):
        """The canonical page of the body asked for; None if none was."""
        value = self.request.GET.get("body", "")
        if not value:
            return None
        pk = value if value.isascii() and value.isdigit() and len(value) < 19 else 0
        return canonical_body(get_object_or_404(_bodies(), pk=pk))


def _bodies():
    from ..pages import BodyPageMixin

    return pages_of(BodyPageMixin)


class ImportTemplateView(_BodyView):
    """The template: the columns, what goes into them, and lists to choose from."""

    def get(self, request, *args, **kwargs):
        office = self.permission_helper.user_can_see_office_columns(request.user)
        return import_template.template_response(self.get_body(), office=office)


class ImportView(_BodyView):
    template_name = "rkres_wagtail/registers/import.html"

    def get(self, request, *args, **kwargs):
        body = self.get_body()
        if body is None:
            bodies = canonical_bodies()
            if len(bodies) == 1:
                return self._redirect(bodies[0])
            return self.render_to_response(self.get_context_data(bodies=self._choices(bodies)))
        return self._render_upload(body, UploadForm())

    def post(self, request, *args, **kwargs):
        body = self.get_body()
        if body is None:
            return HttpResponseRedirect(self.import_url)
        if "confirm" in request.POST:
            return self._confirm(body)
        return self._upload(body)

    def _choices(self, bodies) -> list[dict]:
        from ..pages import CommitteePageMixin

        committees: dict[str, list] = {}
        titles = {page.path: page.title for page in pages_of(CommitteePageMixin)}
        for body in bodies:
            # The nearest committee, itself or above.
            above = [path for path in titles if body.path.startswith(path)]
            committees.setdefault(titles[max(above, key=len)] if above else "", []).append(body)
        return [
            {"committee": title, "bodies": [(body, self._url(body)) for body in found]}
            for title, found in committees.items()
        ]

    def _url(self, body) -> str:
        return f"{self.import_url}?{urlencode({'body': body.pk})}"

    def _redirect(self, body) -> HttpResponseRedirect:
        return HttpResponseRedirect(self._url(body))

    def _render_upload(self, body, form, *, status: int = 200):
        template = self.url_helper.get_action_url("import_template")
        context = self.get_context_data(
            body=body,
            form=form,
            template_url=f"{template}?{urlencode({'body': body.pk})}",
            columns=[column for column in IMPORT_COLUMNS if not column.office or self._office],
            max_rows=settings.IMPORT_MAX_ROWS,
            media=form.media,
        )
        return self.render_to_response(context, status=status)

    @property
    def _office(self) -> bool:
        return self.permission_helper.user_can_see_office_columns(self.request.user)

    # First step --------------------------------------------------------------------------

    def _upload(self, body):
        form = UploadForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            return self._render_upload(body, form, status=422)
        try:
            table = read_table(
                form.cleaned_data["file"],
                max_bytes=settings.IMPORT_MAX_BYTES,
                max_rows=settings.IMPORT_MAX_ROWS,
                is_heading=is_heading,
            )
            rows = self._allowed(rows_of(table))
            public = form.cleaned_data["public"]
            plan = plan_import(body=body, rows=rows, user=self.request.user, public=public)
            token = self._seal(body, rows, plan, public) if plan.new and not plan.errors else ""
        except UnreadableTable as error:
            form.add_error("file", error)
            return self._render_upload(body, form, status=422)
        return self._render_preview(body, plan, token, name=form.cleaned_data["file"].name)

    def _allowed(self, rows):
        """Office columns are for those who may change the register."""
        office = {column.key for column in IMPORT_COLUMNS if column.office}
        named = {key for _number, cells in rows for key in cells if cells[key] not in (None, "")}
        if named & office and not self._office:
            raise UnreadableTable(
                _("The list has columns for the office only, which you may not fill in.")
            )
        return rows

    def _seal(self, body, rows, plan, public: bool) -> str:
        nonce = secrets.token_urlsafe(16)
        plain = [
            [
                number,
                {key: _plain(value) for key, value in cells.items() if value not in (None, "")},
            ]
            for number, cells in rows
        ]
        token = signing.dumps(
            {
                "user": str(self.request.user.pk),
                "body": body.pk,
                "rows": plain,
                "public": public,
                "digest": plan.digest,
                "nonce": nonce,
            },
            salt=SALT,
            compress=True,
        )
        limit = django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if limit is not None and len(token) > limit * 0.9:
            raise UnreadableTable(_("The list is too long to look through at once. Split it."))
        self.request.session[SESSION_KEY] = nonce
        return token

    def _render_preview(self, body, plan, token: str, *, name: str, public: bool = True):
        order = {WRONG: 0, PRESENT: 2, REPEATED: 2}
        rows = sorted(plan.rows, key=lambda row: (order.get(row.status, 1), row.number))
        context = self.get_context_data(
            body=body,
            plan=plan,
            token=token,
            file_name=name,
            rows=rows[:SHOWN_ROWS],
            rows_left=max(0, len(rows) - SHOWN_ROWS),
            upload_url=self._url(body),
        )
        return self.render_to_response(context, status=422 if plan.errors else 200)

    # Second step -------------------------------------------------------------------------

    def _confirm(self, body):
        try:
            data = signing.loads(self.request.POST["confirm"], salt=SALT, max_age=MAX_AGE)
        except signing.SignatureExpired:
            return self._refuse(body, _("More than an hour has passed. Choose the file again."))
        except signing.BadSignature:
            return self._refuse(body, _("The list cannot be confirmed. Choose the file again."))
        if data["user"] != str(self.request.user.pk) or data["body"] != body.pk:
            raise PermissionDenied
        if self.request.session.pop(SESSION_KEY, None) != data["nonce"]:
            return self._refuse(
                body,
                _("This list was confirmed already, or another one was chosen after it."),
            )
        try:
            done = services.import_memberships(
                body=body,
                rows=[(number, cells) for number, cells in data["rows"]],
                user=self.request.user,
                public=data["public"],
                digest=data["digest"],
            )
        except ValidationError as error:
            return self._refuse(body, " ".join(error.messages))
        messages.success(self.request, _done_message(done))
        return HttpResponseRedirect(f"{self.index_url}?{urlencode({'body': body.pk})}")

    def _refuse(self, body, message: str):
        messages.error(self.request, message)
        return self._redirect(body)


def _plain(value):
    """A cell as JSON knows it; dates come back through the reader of texts."""
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def _done_message(done) -> str:
    parts = [
        ngettext("%(count)d member added.", "%(count)d members added.", done.memberships)
        % {"count": done.memberships}
    ]
    if done.people:
        text = ngettext("%(count)d new person.", "%(count)d new people.", done.people)
        parts.append(text % {"count": done.people})
    if done.organisations:
        text = ngettext(
            "%(count)d new organisation.", "%(count)d new organisations.", done.organisations
        )
        parts.append(text % {"count": done.organisations})
    if done.skipped:
        text = ngettext("%(count)d row skipped.", "%(count)d rows skipped.", done.skipped)
        parts.append(text % {"count": done.skipped})
    return " ".join(parts)
