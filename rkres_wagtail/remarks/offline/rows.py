"""Rows of one file as remarks of submissions, with what is wrong: where, and what was expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from ...consultations.course import today_of
from ..choices import AuthorKind, Channel
from ..models import Remark, Submission
from ..rules import check_texts
from . import senders
from .columns import LABELS, SENDER, TEXTS
from .reading import one_line, sender_of
from .settling import moment_of, parse_moment


@dataclass(frozen=True)
class Problem:
    """``where`` is a row and a column as the file has them; empty of the file as a whole."""

    message: str
    where: str = ""
    key: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


@dataclass
class RowPlan:
    """One row; ``key`` names it in forms (``table.row``)."""

    key: str
    label: str
    texts: dict[str, str]
    section: object = None
    sender: dict = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_skipped: bool = False
    submission: Submission | None = None


@dataclass(frozen=True)
class Own:
    """What a file is held against: the consultation, the edition of its form, its language."""

    consultation: int
    edition: int
    language: str


class FileReader:
    """Fills a ``FilePlan``: rows, sendings, problems, warnings."""

    def __init__(self, plan, common: dict, own: Own, course, sections, now):
        self.plan, self.common, self.own = plan, common, own
        self.course, self.sections, self.now = course, sections, now
        self.reading, self.options = plan.reading, plan.file.options
        self._checked: dict = {}

    def read(self) -> None:
        plan, reading = self.plan, self.reading
        if reading.error:
            plan.problems.append(Problem(reading.error))
            return
        self._judge_identity()
        plan.warnings += reading.notes
        self._rows()
        if not plan.rows and not plan.problems:
            plan.problems.append(Problem(_("No remark is written in the file.")))
        self._judge_sender()
        self._send()

    # The file as a whole -------------------------------------------------------------------------

    def _judge_identity(self) -> None:
        plan, reading, own = self.plan, self.reading, self.own.consultation
        mine = [edition for pk, edition in reading.identities if pk == own]
        if reading.identities and not mine:
            plan.problems.append(Problem(_("This is the form of another consultation.")))
        elif len({pk for pk, _edition in reading.identities}) > 1:
            plan.warnings.append(_("The file also carries the identifier of another consultation."))
        elif mine and max(mine) < self.own.edition:
            plan.warnings.append(
                _("This is an earlier edition of the form; its columns were read all the same.")
            )
        elif reading.is_damaged and not mine:
            plan.warnings.append(
                _(
                    "The identifier of the form was changed. Make sure that it is of this "
                    "consultation; columns were recognised by their headings."
                )
            )
        elif not mine and reading.kind != "csv":
            plan.warnings.append(
                _("This is not the form of this site; columns were recognised by their headings.")
            )

    # Rows ----------------------------------------------------------------------------------------

    def mapping(self, table) -> list[str]:
        chosen = self.options.get("mapping")
        return chosen if chosen is not None and len(self.reading.tables) == 1 else table.mapping

    def _rows(self) -> None:
        skipped, unread = set(self.options.get("skip") or ()), {}
        for table in self.reading.tables:
            mapping = self.mapping(table)
            if not {"content", "proposed"} & set(mapping):
                self.plan.problems.append(
                    Problem(_("Say which column holds the remark: no heading says so."), key="map")
                )
                continue
            for number, texts in table.rows:
                row = self._row(table, mapping, number, texts, unread)
                if row is not None:
                    row.is_skipped = row.key in skipped
                    self.plan.rows.append(row)
                    if not row.is_skipped:
                        self.plan.problems += row.problems
        for heading, labels in unread.items():
            self.plan.warnings.append(
                _("The column “%(column)s” is not read (%(rows)s).")
                % {"column": heading[:80], "rows": _some(labels)}
            )

    def _row(self, table, mapping, number, texts, unread) -> RowPlan | None:
        values = {
            key: texts[at]
            for at, key in enumerate(mapping)
            if key and at < len(texts) and texts[at]
        }
        key = f"{table.number}.{number}"
        row = RowPlan(
            key, self._label(table, number), {name: values.get(name, "") for name in TEXTS}
        )
        has_sender = any(values.get(name) for name in SENDER)
        # A number that was printed in the form is nothing that anybody wrote.
        if not any(row.texts.values()) and not has_sender:
            self._note_unread(table, mapping, texts, row, unread)
            return None
        self._note_unread(table, mapping, texts, row, unread)
        self._judge_texts(table, mapping, row)
        row.section = self.sections.find(row.texts["place"])
        row.sender = self._sender(table, mapping, row, values)
        return row

    def _label(self, table, number: int) -> str:
        if table.number:
            return _("table %(table)d, row %(row)d") % {"table": table.number, "row": number}
        return _("row %(row)d") % {"row": number}

    def _note_unread(self, table, mapping, texts, row, unread) -> None:
        for at, text in enumerate(texts):
            key = mapping[at] if at < len(mapping) else ""
            is_number = key == "number" and text.rstrip(".) ").isdigit()
            if text and (not key or key == "number") and not is_number:
                heading = table.heading[at] if at < len(table.heading) else ""
                unread.setdefault(heading or _("column %(n)d") % {"n": at + 1}, []).append(
                    row.label
                )

    def _problem(self, table, mapping, row, key: str, message: str) -> None:
        heading = ""
        if key in mapping and mapping.index(key) < len(table.heading):
            heading = table.heading[mapping.index(key)].replace("\n", " ")
        column = heading[:60] or str(LABELS[key])
        where = _("%(row)s, column “%(column)s”") % {"row": row.label, "column": column}
        row.problems.append(Problem(message, where, row.key))

    def _judge_texts(self, table, mapping, row) -> None:
        remark = Remark(**row.texts)
        try:
            check_texts(remark)
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                self._problem(table, mapping, row, key, " ".join(messages))
        row.texts = {name: getattr(remark, name) for name in TEXTS}

    # Who sent it ---------------------------------------------------------------------------------

    def _sender(self, table, mapping, row, values) -> dict:
        """What the row itself says of its sender; an empty dict where it says nothing."""
        own = {name: values[name] for name in SENDER if values.get(name)}
        if not own:
            return {}
        found = {"channel": "", "moment": None}
        if any(name in own for name in ("author", "organisation", "name", "kind", "email")):
            found.update(self._author(table, mapping, row, own))
        if text := own.get("channel"):
            found["channel"] = senders.channel_of(text)
            if not found["channel"]:
                labels = ", ".join(map(str, Channel.labels))
                self._problem(
                    table, mapping, row, "channel",
                    _("“%(text)s” is no way that we know; expected: %(labels)s.")
                    % {"text": text[:60], "labels": labels},
                )  # fmt: skip
        if text := own.get("received"):
            found["moment"] = self._moment(table, mapping, row, text)
        return found

    def _author(self, table, mapping, row, own) -> dict:
        if own.get("kind") and not senders.kind_of(own["kind"]):
            labels = ", ".join(map(str, AuthorKind.labels))
            self._problem(
                table, mapping, row, "kind",
                _("“%(text)s” is no kind of sender; expected: %(labels)s.")
                % {"text": own["kind"][:60], "labels": labels},
            )  # fmt: skip
        default = self.options.get("default_kind") or ""
        author = sender_of({"kind": default, **{k: v for k, v in own.items() if v}})
        if not author["kind"] and not own.get("kind") and {"author", "organisation"} & set(own):
            self.plan.needs_kind = True
        if author["kind"] == AuthorKind.PERSON and author["organisation"] and not author["name"]:
            # Tables have one column for the names of both.
            author["name"], author["organisation"] = author["organisation"], ""
        if author["email"] and (message := _bad_email(author["email"])):
            self._problem(table, mapping, row, "email", message)
        for name in ("name", "organisation"):
            if len(author[name]) > 255:
                key = name if own.get(name) else "author"
                self._problem(table, mapping, row, key, _("At most 255 characters."))
        return {"author": author}

    def _moment(self, table, mapping, row, text: str):
        if text in self._checked:
            return self._checked[text]
        parsed = parse_moment(text)
        if parsed is None:
            message = _("“%(text)s” is no date; expected e.g. 2026-11-30 or 30.11.2026, 15:45.")
            self._problem(table, mapping, row, "received", message % {"text": text[:60]})
            return None
        if parsed[0] > today_of(self.now):
            self._problem(table, mapping, row, "received", _("This day has not come yet."))
            return None
        self._checked[text] = moment_of(*parsed, self.course, self.now)
        return self._checked[text]

    def _judge_sender(self) -> None:
        """The file's own sender, whom rows without one have."""
        plan, options = self.plan, self.options
        author = {**sender_of({}), **self.reading.sender, **(options.get("author") or {})}
        if not author["kind"]:
            is_entity = bool(author["organisation"])
            author["kind"] = AuthorKind.ORGANISATION if is_entity else AuthorKind.PERSON
        for name in ("name", "organisation"):
            author[name] = one_line(author[name])
        self.author = author
        if author["email"] and (message := _bad_email(author["email"])):
            plan.problems.append(Problem(message, str(LABELS["email"]), "author"))
        for name in ("name", "organisation"):
            if len(author[name]) > 255:
                where = str(LABELS[name])
                plan.problems.append(Problem(_("At most 255 characters."), where, "author"))
        own = [row for row in plan.kept_rows if not row.sender.get("author")]
        if own and not (author["name"] or author["organisation"] or author["email"]):
            plan.warnings.append(_("Nobody is named as the sender (%(rows)s).") % {
                "rows": _some([row.label for row in own])
            })  # fmt: skip
        if plan.needs_kind:
            message = _("Say who the senders are: the table does not tell persons from entities.")
            plan.problems.append(Problem(message, key="kind"))

    # Sendings ------------------------------------------------------------------------------------

    def _send(self) -> None:
        """Consecutive rows of one sender, way and moment are one submission."""
        usual = (self._common_channel(), self._common_moment())
        last = None
        for row in self.plan.kept_rows:
            sender = row.sender
            author = sender.get("author") or self.author
            channel, at = sender.get("channel") or usual[0], sender.get("moment") or usual[1]
            key = (tuple(author.items()), channel, at)
            if key != last:
                self.plan.sendings.append((self._submission(author, channel, at), []))
                last = key
            row.submission = self.plan.sendings[-1][0]
            self.plan.sendings[-1][1].append(self._remark(row))

    def _common_channel(self) -> str:
        return self.options.get("channel") or self.common.get("channel") or Channel.EMAIL

    def _common_moment(self):
        day = self.options.get("day") or self.common.get("day")
        hour = self.options.get("hour") if self.options.get("day") else self.common.get("hour")
        return moment_of(
            date.fromisoformat(day) if day else today_of(self.now),
            time.fromisoformat(hour) if hour else None,
            self.course,
            self.now,
        )

    def _submission(self, author: dict, channel: str, at) -> Submission:
        return Submission(
            channel=channel,
            received_at=at or timezone.now(),
            author_kind=author["kind"] or AuthorKind.PERSON,
            name=author["name"],
            organisation=author["organisation"],
            email=author["email"],
            is_name_public=author["is_name_public"],
            wants_result=author["wants_result"] and bool(author["email"]),
            is_unsigned=bool(self.options.get("is_unsigned")),
            is_wrong_form=bool(self.options.get("is_wrong_form")),
            language=self.own.language,
        )

    def _remark(self, row: RowPlan) -> Remark:
        remark = Remark(**row.texts)
        if row.section is not None:
            remark.section_id = row.section.identity_id
            remark.version = self.sections.version
            remark.section_digest = row.section.digest
        return remark


def _bad_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return _("“%(text)s” is no e-mail address.") % {"text": text[:80]}
    return _("At most 254 characters.") if len(text) > 254 else ""


def _some(labels: list[str], most: int = 5) -> str:
    text = ", ".join(labels[:most])
    return f"{text} …" if len(labels) > most else text
