"""Shapes of what our operations take and give; docs/reference/api.md describes them."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, field_validator

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Sent(Schema):
    """What is sent: unknown fields are refused, and letters that no form would keep."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _has_whole_letters(cls, value: Any) -> Any:
        if isinstance(value, str) and any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValueError("has an unpaired surrogate")
        return value


def _local(value: time | None) -> time | None:
    if value is not None and value.tzinfo is not None:
        raise ValueError("must be an hour of the office's clock, without a zone")
    return value


# Read by everyone: as API v2 says it --------------------------------------------------------------


class PublicPage(Schema):
    id: int
    type: str | None
    title: str
    html_url: str | None


class Meta(Schema):
    type: str
    detail_url: str | None = None


class Named(Schema):
    id: int
    type: str
    name: str
    detail_url: str | None = None


class NamedPerson(Schema):
    id: int
    type: str
    full_name: str
    detail_url: str | None = None


class NamedTerm(Schema):
    id: int
    type: str
    label: str
    detail_url: str | None = None


class Principal(Schema):
    id: int
    name: str


class PublicMembership(Schema):
    id: int
    meta: Meta
    name: str
    is_institution: bool
    person: NamedPerson | None
    position: str
    organisation: Named | None
    represents: Named | None
    role: str
    role_label: str
    body: PublicPage
    term: NamedTerm | None
    sector: Named | None
    seat: str | None
    deputy_for: Principal | None
    starts_on: date | None
    ends_on: date | None
    is_current: bool


class PublicMembershipList(Schema):
    count: int
    items: list[PublicMembership]


class PublicMinutesItem(Schema):
    id: int
    meta: Meta
    meeting: PublicPage
    language: str
    html_url: str
    docx_url: str | None
    pdf_url: str | None
    approved_at: PublicPage | None
    approved_on: date | None
    published_at: datetime | None


class PublicMinutesList(Schema):
    count: int
    items: list[PublicMinutesItem]


class PublicMinutes(PublicMinutesItem):
    title: str
    approval: str
    facts: list[dict[str, Any]]
    attendance: list[dict[str, Any]]
    sections: list[dict[str, Any]]


# Minutes, for the office --------------------------------------------------------------------------


class StartMinutes(Sent):
    meeting: Key


class ApproveMinutes(Sent):
    approved_on: date
    meeting: Key | None = None
    note: str = ""
    despite_corrections: bool = False


class Approval(Schema):
    approved_on: date
    meeting: int | None
    note: str


class OfficeMinutes(Schema):
    id: int
    meeting: int
    state: str
    state_label: str
    is_live: bool
    has_unpublished_changes: bool
    go_live_at: datetime | None
    approval: Approval | None
    html_url: str | None
    admin_url: str


# Who meets ----------------------------------------------------------------------------------------


class MeetingBodies(Sent):
    bodies: list[Key]
    action: Literal["publish"] | None = None


class OfficeBody(Schema):
    id: int
    title: str


class OfficeMeetingBodies(Schema):
    id: int
    bodies: list[OfficeBody]
    is_live: bool
    has_unpublished_changes: bool


# Remarks ------------------------------------------------------------------------------------------


class SentRemark(Sent):
    section: UUID | None = None
    version: Key | None = None
    place: str = ""
    quote: str = ""
    content: str = ""
    proposed: str = ""
    justification: str = ""


class SentRemarks(Sent):
    channel: str
    received_on: date
    received_time: Annotated[time | None, AfterValidator(_local)] = None
    meeting: Key | None = None
    agenda_item: UUID | None = None
    author_kind: str = "person"
    name: str = ""
    organisation: str = ""
    email: str = ""
    is_name_public: bool = False
    wants_result: bool = False
    is_anonymous: bool = False
    is_unsigned: bool = False
    is_wrong_form: bool = False
    is_late: bool = False
    remarks: list[SentRemark] = Field(max_length=500)


class EnteredRemark(Schema):
    id: int
    number: int
    receipt_number: str
    admin_url: str


class EnteredRemarks(Schema):
    id: int
    consultation: int
    channel: str
    received_at: datetime
    author: str
    entity: int
    is_late: bool
    is_anonymous: bool
    is_unsigned: bool
    is_wrong_form: bool
    remarks: list[EnteredRemark]
