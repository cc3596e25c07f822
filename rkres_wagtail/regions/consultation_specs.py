"""What a profile asks for of consultations: pages, rounds, rules, texts, reports, outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from ..conf import settings
from ..consultations.choices import CountedFrom
from ..consultations.course import start_of_day
from ..text import plain_slug
from . import keys
from .markup import to_rich_text
from .references import COMMITTEE
from .spec import Ref, Spec, read_fields

LISTING = "consultation_list"


def consultation_specs(data: dict, bodies: dict[str, Ref]) -> Iterator[Spec]:
    """The list and the consultations, where the profile has them; pages only."""
    if LISTING not in data:
        return
    item = data[LISTING]
    spec = Spec(
        LISTING, (LISTING,), settings.CONSULTATION_INDEX_PAGE, item["name"],
        parent=COMMITTEE, slug=item.get("slug", ""), is_page=True,
    )  # fmt: skip
    read_fields(spec, item, keys.CONSULTATION_LIST)
    yield spec
    statutory = data[COMMITTEE].get("statutory_body", COMMITTEE)
    for number, item in enumerate(data.get("consultations", ())):
        yield _consultation(number, item, bodies, statutory)


def _consultation(number: int, item: dict, bodies: dict[str, Ref], statutory: str) -> Spec:
    spec = Spec(
        f"consultations.{item['key']}", ("consultations", number), settings.CONSULTATION_PAGE,
        item["name"], parent=LISTING, slug=item.get("slug", ""), is_page=True,
        slug_base=plain_slug(item["name"], "konsultacje"),
    )  # fmt: skip
    read_fields(spec, item, keys.CONSULTATION)
    spec.set("body", bodies[item.get("body", statutory)], "body")
    if "audience" in item:
        spec.set("audience", bodies[item["audience"]], "audience")
    for name, table in (("kind", "consultation_kinds"), ("initiating_act", "acts")):
        if name in item:
            spec.set(name, Ref(f"{table}.{item[name]}"), name)
    if "channels" in item:
        channels = [(each["type"], _without(each, "type")) for each in item["channels"]]
        spec.set("channels", channels, "channels")
    if "copies" in item:
        copies = [(each["url"], ("copy", each)) for each in item["copies"]]
        spec.set_list("copies", copies, "copies")
    if "tags" in item and hasattr(spec.model_class(), "tags"):
        spec.set("tags", item["tags"], "tags")
    return spec


def _without(item: dict, name: str) -> dict:
    return {key: value for key, value in item.items() if key != name}


def consultation_kind_specs(data: dict) -> Iterator[Spec]:
    """Kinds of documents, in the order of the file."""
    for number, item in enumerate(data.get("consultation_kinds", ())):
        spec = _row("consultation_kinds", number, item, "ConsultationKind", item["name"])
        read_fields(spec, item, keys.CONSULTATION_KIND)
        spec.set("committee", Ref(COMMITTEE), "")
        spec.set("sort_order", number + 1, "order")
        yield spec


def response_status_specs(data: dict) -> Iterator[Spec]:
    """Statuses of answers to remarks, in the order of the file."""
    for number, item in enumerate(data.get("response_statuses", ())):
        spec = _row("response_statuses", number, item, "ResponseStatus", item["name"])
        read_fields(spec, item, keys.RESPONSE_STATUS)
        spec.set("committee", Ref(COMMITTEE), "")
        spec.set("sort_order", number + 1, "order")
        yield spec


def course_specs(data: dict) -> Iterator[Spec]:
    """Rounds with their extensions, rules of remarks, reports and outcomes."""
    for number, item in enumerate(data.get("consultation_rounds", ())):
        yield from _round(number, item)
    for number, item in enumerate(data.get("consultations", ())):
        if "remarks" in item:
            yield _rules(number, item)
        if "report" in item:
            yield _report(number, item)
        if "outcome" in item:
            yield _outcome(number, item)


def _row(name: str, number: int, item: dict, model: str, label: str) -> Spec:
    key = f"{name}.{item['key']}"
    return Spec(key, (name, number), f"rkres_wagtail.{model}", label)


def end_of_day(day: str) -> datetime:
    """The moment after the day, which is how a closing is stored."""
    return start_of_day(date.fromisoformat(day) + timedelta(days=1))


def _round(number: int, item: dict) -> Iterator[Spec]:
    spec = _row("consultation_rounds", number, item, "Round", item.get("name") or item["from"])
    extensions, ends_on = item.get("extensions", []), item["to"]
    spec.set("consultation", Ref(f"consultations.{item['consultation']}"), "consultation")
    spec.set("title", item.get("name", ""), "name")
    spec.set("starts_at", start_of_day(date.fromisoformat(item["from"])), "from")
    spec.set("ends_at", end_of_day(extensions[-1]["to"] if extensions else ends_on), "to")
    yield spec
    for place, each in enumerate(extensions):
        key, path = f"{spec.key}.{place + 1}", (*spec.path, "extensions", place)
        made = Spec(key, path, "rkres_wagtail.Extension", each["to"])
        made.set("round", Ref(spec.key), "")
        made.set("old_ends_at", end_of_day(ends_on), "")
        made.set("new_ends_at", end_of_day(each["to"]), "to")
        made.set("reason", each["reason"], "reason")
        if "on" in each:
            made.set("recorded_at", start_of_day(date.fromisoformat(each["on"])), "on")
        ends_on = each["to"]
        yield made


def _rules(number: int, item: dict) -> Spec:
    """How remarks are collected; whether the form on the site is on is the office's to say."""
    key, path = f"consultations.{item['key']}.remarks", ("consultations", number, "remarks")
    spec = Spec(key, path, "rkres_wagtail.RemarkRules", item["name"])
    spec.set("consultation", Ref(f"consultations.{item['key']}"), "")
    read_fields(spec, item["remarks"], keys.REMARK_RULES)
    return spec


def _report(number: int, item: dict) -> Spec:
    key, path = f"consultations.{item['key']}.report", ("consultations", number, "report")
    spec = Spec(key, path, "rkres_wagtail.ConsultationReport", item["name"])
    spec.set("consultation", Ref(f"consultations.{item['key']}"), "")
    report = item["report"]
    # A file has no register of remarks, so it is numbers that it can know.
    spec.initial["counted_from"] = CountedFrom.NUMBERS.value
    read_fields(spec, report, keys.CONSULTATION_REPORT)
    if "results" in report:
        results = [(each["label"], ("result", each)) for each in report["results"]]
        spec.set_list("results", results, "results")
    if not {"remarks", "authors", "results"}.isdisjoint(report):
        spec.set("counted_from", CountedFrom.NUMBERS, "")
    return spec


def _outcome(number: int, item: dict) -> Spec:
    key, path = f"consultations.{item['key']}.outcome", ("consultations", number, "outcome")
    spec = Spec(key, path, "rkres_wagtail.ConsultationOutcome", item["name"])
    spec.set("consultation", Ref(f"consultations.{item['key']}"), "")
    read_fields(spec, item["outcome"], keys.CONSULTATION_OUTCOME)
    if "act" in item["outcome"]:
        spec.set("act", Ref(f"acts.{item['outcome']['act']}"), "act")
    return spec


def document_specs(data: dict) -> Iterator[Spec]:
    """Versions, what stays the same of their sections, and the texts of these."""
    numbers: dict[str, int] = {}
    consultations: dict[str, Ref] = {}
    for number, item in enumerate(data.get("document_versions", ())):
        spec = _row("document_versions", number, item, "DocumentVersion", item.get("name", ""))
        of = item["consultation"]
        numbers[of] = numbers.get(of, 0) + 1
        consultations[item["key"]] = Ref(f"consultations.{of}")
        spec.label = spec.label or f"{of} {numbers[of]}"
        read_fields(spec, item, keys.DOCUMENT_VERSION)
        spec.set("consultation", consultations[item["key"]], "consultation")
        spec.set("number", numbers[of], "")
        if "published_on" not in item:
            spec.initial["published_at"] = timezone.now()
        yield spec
    for number, item in enumerate(data.get("document_sections", ())):
        yield from _section(number, item, data, consultations)


def _section(number: int, item: dict, data: dict, consultations: dict) -> Iterator[Spec]:
    spec = _row("document_sections", number, item, "SectionText", item["title"])
    identity = f"{spec.key}.section"
    if "same_as" in item:
        identity = f"document_sections.{first_of(item['same_as'], data)}.section"
    else:
        made = Spec(identity, spec.path, "rkres_wagtail.SectionIdentity", item["title"])
        made.set("consultation", consultations[item["version"]], "version")
        yield made
    read_fields(spec, item, keys.DOCUMENT_SECTION)
    spec.set("version", Ref(f"document_versions.{item['version']}"), "version")
    spec.set("identity", Ref(identity), "same_as")
    spec.set("level", item.get("level", 1), "level")
    spec.set("position", number, "order")
    content: list[tuple[str, Any]] = []
    if item.get("text"):
        content = [("text", to_rich_text(item["text"]))]
    spec.set("content", content, "text")
    yield spec


def first_of(key: str, data: dict) -> str:
    """The section that a chain of ``same_as`` begins with."""
    earlier = {item["key"]: item.get("same_as") for item in data.get("document_sections", ())}
    seen: set[str] = set()
    while earlier.get(key) and key not in seen:
        seen.add(key)
        key = earlier[key]
    return key
