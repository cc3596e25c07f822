"""What a profile asks for: one ``Spec`` for each object, in terms of the models' fields."""

from __future__ import annotations

from collections.abc import Iterator

from ..bodies.choices import GroupKind
from ..conf import settings
from . import keys
from .call_specs import call_specs, offer_specs
from .consultation_specs import (
    consultation_kind_specs,
    consultation_specs,
    course_specs,
    document_specs,
    response_status_specs,
)
from .decision_specs import decision_specs, dispatch_specs, kind_specs
from .loader import Profile
from .meeting_specs import meeting_specs
from .programme_specs import programme_specs, tree_specs
from .references import COMMITTEE
from .spec import Ref, Spec, entries_of, read_fields


def specs_of(profile: Profile) -> list[Spec]:
    """Everything the profile asks for; pages first, then what refers to them."""
    return list(_Reading(profile.data).specs())


class _Reading:
    def __init__(self, data: dict):
        self.data = data
        self.bodies = {COMMITTEE: Ref(COMMITTEE)}
        for name in ("tiers", "groups"):
            self.bodies |= {
                item["key"]: Ref(f"{name}.{item['key']}") for item in data.get(name, ())
            }

    def specs(self) -> Iterator[Spec]:
        yield self._committee()
        yield from (self._tier(*numbered) for numbered in enumerate(self.data.get("tiers", ())))
        yield from (self._group(*numbered) for numbered in enumerate(self.data.get("groups", ())))
        yield from meeting_specs(self.data, self.bodies)
        yield from decision_specs(self.data, self.bodies)
        yield from consultation_specs(self.data, self.bodies)
        yield from programme_specs(self.data)
        yield from call_specs(self.data, self.bodies)
        yield from self._snippets("organisations", "Organisation", keys.ORGANISATION)
        yield from self._snippets("funding_notices", "FundingNotice", keys.FUNDING)
        for spec in self._snippets("sectors", "Sector", keys.SECTOR):
            spec.set("committee", Ref(COMMITTEE), "")
            spec.set("sort_order", spec.path[1] + 1, "order")
            yield spec
        for spec in self._snippets("terms", "Term", keys.TERM):
            spec.label = str(spec.model_class()(**spec.fields))
            spec.set("committee", Ref(COMMITTEE), "")
            yield spec
        for spec in self._snippets("acts", "LegalAct", keys.ACT):
            item = self.data["acts"][spec.path[1]]
            spec.label = _act_label(spec)
            spec.set("body", self.bodies[item.get("body", COMMITTEE)], "body")
            self._refer(spec, item, {"term": "terms"})
            yield spec
        yield from self._seats()
        yield from kind_specs(self.data)
        yield from dispatch_specs(self.data)
        yield from consultation_kind_specs(self.data)
        yield from response_status_specs(self.data)
        yield from course_specs(self.data)
        yield from document_specs(self.data)
        yield from tree_specs(self.data)
        yield from offer_specs(self.data, self.bodies)

    def _page(self, key: str, path: tuple, setting: str, item: dict, fields: dict) -> Spec:
        model = getattr(settings, setting)
        spec = Spec(key, path, model, item["name"], is_page=True, slug=item.get("slug", ""))
        read_fields(spec, item, fields)
        if "quorum" in item:
            # The two go together: another rule takes the number away.
            spec.set("quorum_number", item.get("quorum_number"), "quorum_number")
        self._refer(spec, item, {"funding": "funding_notices"})
        if "history" in item:
            default = {"kind": "predecessor"}
            spec.set_list("history", entries_of("entry", item["history"], default), "history")
        return spec

    def _committee(self) -> Spec:
        item = self.data[COMMITTEE]
        spec = self._page(COMMITTEE, (COMMITTEE,), "COMMITTEE_PAGE", item, keys.COMMITTEE)
        self._refer(spec, item, {"host": "organisations"}, {"host": "host_organisation"})
        self._refer(spec, item, {"statutory_body": "tiers"})
        voivodeship = self.data.get("region", {}).get("voivodeship")
        if voivodeship:
            spec.set("region", keys.VOIVODESHIPS[voivodeship], "region.voivodeship")
        if "roles" in item:
            labels = [
                (r, ("role", {"role": r, "label": text})) for r, text in item["roles"].items()
            ]
            spec.set_list("role_labels", labels, "roles")
        if "programmes" in self.data:
            default = {"level": "regional"}
            programmes = entries_of("programme", self.data["programmes"], default)
            spec.set_list("programmes", programmes, "programmes")
        return spec

    def _tier(self, number: int, item: dict) -> Spec:
        spec = self._page(f"tiers.{item['key']}", ("tiers", number), "TIER_PAGE", item, keys.TIER)
        spec.parent = COMMITTEE
        spec.set("position", number + 1, "order")
        return spec

    def _group(self, number: int, item: dict) -> Spec:
        spec = self._page(
            f"groups.{item['key']}", ("groups", number), "GROUP_PAGE", item, keys.GROUP
        )
        spec.parent = f"tiers.{item['under']}" if "under" in item else COMMITTEE
        spec.set("kind", item.get("kind", GroupKind.WORKING.value), "kind")
        spec.set("sort_order", number + 1, "order")
        self._refer(spec, item, {"founding_act": "acts"})
        if "supervises" in item:
            supervised = [("body", self.bodies[key]) for key in item["supervises"]]
            spec.set("supervises", supervised, "supervises")
        if "outputs" in item:
            # An output has no key: another title or year is another output.
            outputs = [
                (" ".join(str(o[n]) for n in ("title", "year") if n in o), ("output", o))
                for o in item["outputs"]
            ]
            spec.set_list("outputs", outputs, "outputs")
        return spec

    def _snippets(self, name: str, model: str, fields: dict) -> Iterator[Spec]:
        for number, item in enumerate(self.data.get(name, ())):
            label = item.get("name") or item.get("title") or item.get("number") or item["key"]
            spec = Spec(f"{name}.{item['key']}", (name, number), f"rkres_wagtail.{model}", label)
            read_fields(spec, item, fields)
            yield spec

    def _seats(self) -> Iterator[Spec]:
        order = 0
        statutory = self.data[COMMITTEE].get("statutory_body", COMMITTEE)
        named = {
            (name, item["key"]): item["name"]
            for name in ("organisations", "sectors")
            for item in self.data.get(name, ())
        }
        for spec in self._snippets("seats", "Seat", keys.SEAT):
            item = self.data["seats"][spec.path[1]]
            if not item.get("name"):
                institution = named.get(("organisations", item.get("institution")))
                sector = named.get(("sectors", item.get("sector")))
                spec.label = institution or sector or spec.label
            spec.set("body", self.bodies[item.get("body", statutory)], "body")
            lists = {"term": "terms", "sector": "sectors", "institution": "organisations"}
            self._refer(spec, item, lists)
            for number in range(1, item.get("count", 1) + 1):
                order += 1
                key = spec.key if number == 1 else f"{spec.key}.{number}"
                seat = Spec(
                    key, spec.path, spec.model, spec.label, dict(spec.fields), dict(spec.names)
                )
                seat.set("sort_order", order, "order")
                yield seat

    def _refer(self, spec: Spec, item: dict, lists: dict, fields: dict | None = None) -> None:
        """Point ``spec`` at what ``item`` names: key of the profile -> list of the profile."""
        for name, target in lists.items():
            if name in item:
                spec.set((fields or {}).get(name, name), Ref(f"{target}.{item[name]}"), name)


def _act_label(spec: Spec) -> str:
    """What the public reads: the citation, and the title after it."""
    act = spec.model_class()(**spec.fields)
    return f"{act} {act.title}" if act.title and act.title not in str(act) else str(act)
