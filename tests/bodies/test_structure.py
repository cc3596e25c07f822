"""The picture of a committee's structure: what it holds, and that it holds together."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from rkres_wagtail.bodies.structure.glyphs import clean, width, wrap
from rkres_wagtail.bodies.structure.picture import Body, Structure, clusters, kind_label
from rkres_wagtail.bodies.structure.svg import NARROW, WIDE, draw
from rkres_wagtail.typography import bind_short_words

LONG = (
    "Grupa robocza ds. współpracy z PES-ami w zakresie reintegracji społeczno-zawodowej, "
    "z podmiotami zatrudnienia socjalnego oraz z przedsiębiorstwami społecznymi działającymi "
    "na obszarze podregionów zielonogórskiego i gorzowskiego, w tym z partnerstwami lokalnymi"
)
HOSTILE = [
    "<script>alert(1)</script>",
    "\"><a href='javascript:1'>x</a>&amp;",
    "😀" * 80,
    "👩‍👩‍👧‍👦 " * 30,
    "مجموعة عمل للتعاون مع وسائل الإعلام",
    "\u202eodwrócona\u2066",
    "a\x00b\x0bc\ud800d\ufffe",
    "x" * 300,
    "Ż" + "\u0301" * 40,
    "",
]
SVG = "{http://www.w3.org/2000/svg}"


def group(key, name="Grupa robocza ds. współpracy z mediami", **fields):
    return Body(name, key=key, url=f"/g/{key}/", **fields)


def committee(*groups, name="Regionalny Komitet Rozwoju Ekonomii Społecznej"):
    return Body(name, key="c", groups=groups)


def tier(number, *groups, name="Komitet", **fields):
    return Body(name, key=f"t{number}", url=f"/t/{number}/", groups=groups, **fields)


def seed():
    groups = [group(1), group(2), group(3, LONG)]
    head = group(4, "Grupa koordynująca", supervises=(1, 2, 3))
    return Structure(
        committee(),
        (
            tier(1, *groups, head, label="Szczebel 1", note="ok. 4 razy w roku"),
            tier(2, name="Laboratorium ekonomii społecznej"),
            tier(3, name="Forum Ekonomii Społecznej"),
        ),
    )


def parse(structure, layout=WIDE):
    return ElementTree.fromstring(draw(structure, layout, standalone=True))


def box(element):
    x, y, w, h = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + w, y + h


def check_geometry(structure, layout):
    """Nothing leaves the picture, chips do not overlap, no line is wider than its box."""
    root = parse(structure, layout)
    _, _, total_width, total_height = map(float, root.get("viewBox").split())
    rects = root.findall(f".//{SVG}rect")
    for rect in rects:
        left, top, right, bottom = box(rect)
        assert left >= 0 and top >= 0 and right <= total_width and bottom <= total_height
    chips = [box(rect) for rect in rects if rect.get("class") == "rkres-structure-chip"]
    for index, one in enumerate(chips):
        for other in chips[index + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart, (one, other)
    boxes = [box(rect) for rect in rects]
    for text in root.findall(f".//{SVG}text"):
        x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
        right = x + width(text.text or "", size)
        around = [b for b in boxes if b[0] <= x <= b[2] and b[1] <= y <= b[3]]
        smallest = min(around, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))
        assert right <= smallest[2], text.text


STRUCTURES = {
    "seed": seed(),
    "no tier, no group": Structure(committee()),
    "no tier, groups": Structure(committee(group(1), group(2, LONG), group(3), group(4))),
    "one tier": Structure(committee(), (tier(1),)),
    "six tiers, long": Structure(
        committee(group(99, "Prezydium", supervises=(1,)), name=LONG),
        tuple(
            tier(n, *(group(10 * n + i, LONG) for i in range(n % 3)), name=LONG, note=LONG)
            for n in range(1, 7)
        ),
    ),
    "forty groups": Structure(
        committee(), (tier(1, *(group(i, LONG[: 20 + 5 * i]) for i in range(40))), tier(2))
    ),
    "hostile": Structure(
        committee(*(group(i, name) for i, name in enumerate(HOSTILE)), name=HOSTILE[0]),
        tuple(tier(i, name=name, label=name, note=name) for i, name in enumerate(HOSTILE)),
    ),
}


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)
@pytest.mark.parametrize("name", STRUCTURES)
def test_everything_fits(name, layout):
    check_geometry(STRUCTURES[name], layout)


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)
def test_each_body_is_linked_once(layout):
    root = parse(seed(), layout)
    links = [link.get("href") for link in root.iter(f"{SVG}a")]
    assert sorted(links) == sorted(
        [*(f"/g/{n}/" for n in (1, 2, 3, 4)), *(f"/t/{n}/" for n in (1, 2, 3))]
    )


def test_forty_groups_all_shown():
    root = parse(STRUCTURES["forty groups"])
    chips = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "rkres-structure-chip"]
    assert len(chips) == 40


def test_oversight_is_drawn_and_said():
    svg = draw(seed(), standalone=True)
    assert "rkres-structure-arrow" in svg
    assert "rkres-structure-oversight" in svg
    assert seed().oversight()[0][1] == [group(1).name, group(2).name, LONG]


def test_oversight_of_other_bands_is_said_in_the_chip():
    structure = Structure(
        committee(group(9, "Prezydium", supervises=("t1", 9, 404))), (tier(1, name="Komitet"),)
    )
    words = [text.text for text in parse(structure).iter(f"{SVG}text")]
    assert any("Komitet" in word and word != "Komitet" for word in words)
    assert "rkres-structure-arrow" not in draw(structure)


def test_clusters_lose_and_repeat_nothing():
    groups = (
        group(1, supervises=(2, 3)),
        group(2, supervises=(1, 4)),
        group(3),
        group(4),
        group(5, supervises=(3, 5, 404)),
        group(None),
        group(None),
    )
    parts = clusters(tier(1, *groups))
    shown = [part.head for part in parts if part.head] + [m for part in parts for m in part.members]
    assert len(shown) == len(groups)
    assert {id(each) for each in shown} == {id(each) for each in groups}


def test_inline_picture_obeys_a_strict_policy():
    svg = draw(STRUCTURES["hostile"])
    assert "style=" not in svg
    assert "<style" not in svg
    assert "<script" not in svg
    assert not re.search(r"\son\w+=", svg)
    assert not re.search(r'\sid="', svg), "two layouts on one page would share it"


def test_inline_links_are_for_the_mouse_only():
    svg = draw(seed())
    assert svg.count("<a ") == svg.count('<a tabindex="-1"') == 7
    assert svg.startswith("<svg ") and ' aria-hidden="true"' in svg[: svg.index(">")]
    assert "tabindex" not in draw(seed(), standalone=True)


def test_hostile_text_is_text():
    root = parse(STRUCTURES["hostile"])
    tags = {element.tag for element in root.iter()}
    expected = {"svg", "title", "desc", "rect", "path", "text", "a"}
    assert tags <= {SVG + name for name in expected}


def test_nothing_worth_drawing():
    assert not Structure(committee()).is_worth_drawing
    assert Structure(committee(group(1))).is_worth_drawing
    assert Structure(committee(), (tier(1),)).is_worth_drawing


def test_description_names_everything():
    text = seed().describe()
    for body in seed().bodies():
        assert body.key == "c" or body.name in text


def test_more_tiers_than_tints():
    many = Structure(committee(), tuple(tier(n) for n in range(20)))
    assert "rkres-structure-band--5" in draw(many)
    assert "rkres-structure-band--6" not in draw(many)


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_a_tier_with_a_long_name_and_a_group_is_named_in_full(layout):
    name = (
        "Zgromadzenie plenarne Regionalnego Komitetu Rozwoju Ekonomii Społecznej "
        "Województwa Kujawsko-Pomorskiego z udziałem partnerów"
    )
    drawn = "".join(
        parse(Structure(committee(), (tier(1, group(1), name=name),)), layout).itertext()
    )
    assert "…" not in drawn
    assert "partnerów" in drawn


def test_wrapping():
    assert wrap("", 16, 100) == []
    assert all(width(line, 16) <= 200 for line in wrap(LONG, 16, 200, lines=40))
    assert wrap(LONG, 16, 200, lines=2)[-1].endswith("…")
    assert "".join(wrap("x" * 50, 16, 100, lines=40)) == "x" * 50
    assert not any(line.endswith((" z", " i", " w")) for line in wrap(LONG, 16, 180, lines=40))
    # An emoji of several signs is not torn apart.
    assert all("\u200d" not in (line[0], line[-1]) for line in wrap("👩‍👩‍👧" * 9, 16, 50, lines=40))


def test_clean_drops_what_xml_forbids():
    assert clean("a\x00b\x0bc\ud800d \n\t e\u202e") == "abcd e"
    assert clean(None) == ""


def test_short_words_stay_with_the_next():
    assert (
        bind_short_words("Praca w i z mediami ds. JST") == "Praca w\xa0i\xa0z\xa0mediami ds.\xa0JST"
    )
    text = bind_short_words("Zarządzenie nr 54/2023 Marszałka z 17 marca 2015 r.")
    assert text == "Zarządzenie nr\xa054/2023 Marszałka z\xa017\xa0marca 2015\xa0r."
    assert bind_short_words("A to i owo") == "A\xa0to i\xa0owo"
    assert bind_short_words("USA i Zaiks") == "USA i\xa0Zaiks"


def test_kind_is_not_said_twice():
    assert kind_label("Grupa robocza ds. mediów", "grupa robocza") == ""
    assert kind_label("Prezydium", "prezydium") == ""
    assert kind_label("Młodzi", "grupa robocza") == "Grupa robocza"
    named = ("Podkomitet ds. Edukacji", "grupa tematyczna")
    assert kind_label(*named) == "Grupa tematyczna"
    assert kind_label(*named, "podkomitet") == ""
    assert kind_label(*named, "pod") == "Grupa tematyczna"


class TestFile:
    @pytest.fixture
    def picture(self, committee, tier, group):
        from django.urls import reverse

        return reverse("rkres_wagtail:structure_svg", args=[committee.pk])

    def test_answers_as_a_file_and_conditionally(self, client, picture, committee, tier):
        response = client.get(picture)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("image/svg+xml")
        root = ElementTree.fromstring(response.content)
        assert tier.title in "".join(root.itertext())
        assert any(link.get("href").startswith("http") for link in root.iter(f"{SVG}a"))
        again = client.get(picture, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304
        tier.title = "Forum"
        tier.save_revision().publish()
        changed = client.get(picture, headers={"if-none-match": response["ETag"]})
        assert changed.status_code == 200

    def test_hides_what_is_not_public(self, client, picture, committee, tier, group):
        group.unpublish()
        assert group.title not in client.get(picture).content.decode()
        committee.unpublish()
        assert client.get(picture).status_code == 404

    def test_restricted_committee_and_other_pages(self, client, picture, committee, tier):
        from django.urls import reverse
        from wagtail.models import PageViewRestriction

        assert client.get(reverse("rkres_wagtail:structure_svg", args=[tier.pk])).status_code == 404
        assert client.post(picture).status_code == 405
        PageViewRestriction.objects.create(page=committee, restriction_type="login")
        assert client.get(picture).status_code == 404

    def test_layout_for_phones(self, client, picture):
        narrow = ElementTree.fromstring(client.get(picture, {"layout": "narrow"}).content)
        assert narrow.get("width") == str(NARROW.width)

    def test_former_group_leaves_the_picture(self, client, picture, group):
        from datetime import date

        group.active_to = date(2020, 1, 1)
        group.save_revision().publish()
        assert group.title not in client.get(picture).content.decode()
