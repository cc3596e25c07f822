"""The operations below ``/rkres/``. They ask services and forms, and repeat no rule.

Reading is the public's. Writing needs a token, whose user has the permissions that the admin asks
for; a session is worth nothing here, so no page can make a browser write.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Header, Query, Router, Status
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth
from wagtail.api.v3.errors import ProblemDetail

from ..v2 import MembershipsAPIViewSet, MinutesAPIViewSet
from . import meetings, minutes, reading, remarks, schemas
from .problems import PROBLEMS, JSONBody

_READING = {400: ProblemDetail, 404: ProblemDetail, 422: ProblemDetail}


def make_router() -> Router:
    """A router of its own for every API it is mounted in."""
    router = Router(tags=["rkres"])
    for add in (_add_reading, _add_minutes, _add_meetings, _add_remarks):
        add(router)
    return router


def _add_reading(router: Router) -> None:
    everyone = {"auth": [BearerTokenAuth(), AllowAnonymous()]}

    @router.get(
        "/memberships/",
        response={200: schemas.PublicMembershipList, **_READING},
        url_name="rkres_memberships",
        operation_id="rkres_memberships_list",
        summary="Public memberships",
        **everyone,
    )
    def memberships(
        request,
        on: Annotated[date | None, Query()] = None,
        body: Annotated[schemas.Key | None, Query()] = None,
        limit: Annotated[int, Query(ge=1)] = 20,
        offset: Annotated[int, Query(ge=0)] = 0,
    ):
        return reading.listed(request, MembershipsAPIViewSet, {"on", "body"})

    @router.get(
        "/minutes/",
        response={200: schemas.PublicMinutesList, **_READING},
        url_name="rkres_minutes",
        operation_id="rkres_minutes_list",
        summary="Published minutes",
        **everyone,
    )
    def minutes_list(
        request,
        meeting: Annotated[schemas.Key | None, Query()] = None,
        body: Annotated[schemas.Key | None, Query()] = None,
        limit: Annotated[int, Query(ge=1)] = 20,
        offset: Annotated[int, Query(ge=0)] = 0,
    ):
        return reading.listed(request, MinutesAPIViewSet, {"meeting", "body"})

    @router.get(
        "/minutes/{pk}/",
        response={200: schemas.PublicMinutes, **_READING},
        url_name="rkres_minutes_detail",
        operation_id="rkres_minutes_detail",
        summary="Published minutes with their text",
        **everyone,
    )
    def minutes_detail(request, pk: schemas.Key):
        return reading.said(request, MinutesAPIViewSet, "detail_view", set(), pk=pk)


def _add_minutes(router: Router) -> None:
    office = {"auth": BearerTokenAuth()}

    @router.post(
        "/minutes/",
        response={201: schemas.OfficeMinutes, **PROBLEMS},
        url_name="rkres_minutes_start",
        operation_id="rkres_minutes_start",
        summary="Start the minutes of a meeting",
        **office,
    )
    def start(request, data: Annotated[schemas.StartMinutes, JSONBody(...)]):
        return Status(201, minutes.start(request.user, data))

    @router.post(
        "/minutes/{pk}/approve/",
        response={200: schemas.OfficeMinutes, **PROBLEMS},
        url_name="rkres_minutes_approve",
        operation_id="rkres_minutes_approve",
        summary="Record the approval of minutes",
        **office,
    )
    def approve(request, pk: schemas.Key, data: Annotated[schemas.ApproveMinutes, JSONBody(...)]):
        return minutes.approve(request.user, pk, data)

    @router.post(
        "/minutes/{pk}/publish/",
        response={200: schemas.OfficeMinutes, **PROBLEMS},
        url_name="rkres_minutes_publish",
        operation_id="rkres_minutes_publish",
        summary="Publish the latest draft of minutes",
        **office,
    )
    def publish(request, pk: schemas.Key):
        return minutes.publish(request.user, pk)


def _add_meetings(router: Router) -> None:
    @router.put(
        "/meetings/{pk}/bodies/",
        response={200: schemas.OfficeMeetingBodies, **PROBLEMS},
        url_name="rkres_meeting_bodies",
        operation_id="rkres_meeting_bodies",
        summary="Say who meets",
        auth=BearerTokenAuth(),
    )
    def bodies(request, pk: schemas.Key, data: Annotated[schemas.MeetingBodies, JSONBody(...)]):
        return meetings.set_bodies(request.user, pk, data)


def _add_remarks(router: Router) -> None:
    @router.post(
        "/consultations/{pk}/remarks/",
        response={
            200: schemas.EnteredRemarks,
            201: schemas.EnteredRemarks,
            409: ProblemDetail,
            **PROBLEMS,
        },
        url_name="rkres_remarks_enter",
        operation_id="rkres_remarks_enter",
        summary="Enter remarks that came to the office",
        auth=BearerTokenAuth(),
    )
    def enter(
        request,
        pk: schemas.Key,
        data: Annotated[schemas.SentRemarks, JSONBody(...)],
        idempotency_key: Annotated[UUID, Header(..., alias="Idempotency-Key")],
    ):
        is_new, entered = remarks.enter(request.user, pk, data, idempotency_key)
        return Status(201 if is_new else 200, entered)
