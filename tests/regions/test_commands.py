"""``rkres_init`` and ``rkres_profile`` as a person at the keyboard meets them."""

from __future__ import annotations

import json
from io import StringIO

import pytest
import swapper
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import override
from wagtail.models import Site

from rkres_wagtail.bodies.models import Sector
from rkres_wagtail.bodies.pages import CommitteePageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.conf import settings as rkres_settings
from rkres_wagtail.regions.loader import load_profile, template_text

from .conftest import SMALL, edited

pytestmark = [pytest.mark.django_db, pytest.mark.swapped]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "region.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def run(command, *args, **options) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


def home_page(parent, title, slug):
    model = apps.get_model(settings.TESTS_HOME_PAGE)
    return parent.add_child(instance=model(title=title, slug=slug, locale=parent.locale, live=True))


def pages() -> int:
    return swapper.load_model("wagtailcore", "Page").objects.count()


def test_init_says_what_it_did(site, file):
    first = run("rkres_init", profile=str(file))
    assert "Profile test on the site localhost:80" in first
    assert "Created: 14" in first and "The site is in the language" not in first
    assert "tiers.pierwszy “Szczebel pierwszy”" in first
    assert "/komitet-probny/" in first
    second = run("rkres_init", profile=str(file))
    assert "Unchanged: 14" in second and "Nothing was changed." in second
    assert "tiers.pierwszy" not in second
    assert "tiers.pierwszy" in run("rkres_init", profile=str(file), verbosity=2)


def test_init_says_which_groups_of_users_it_makes(site, file):
    line = "Groups of users created: Redakcja, Sekretariat, Moderacja\n"
    assert line in run("rkres_init", profile=str(file), dry_run=True)
    assert line in run("rkres_init", profile=str(file))
    assert "Groups of users" not in run("rkres_init", profile=str(file))


def test_init_labels_what_the_public_reads(site, file):
    out = run("rkres_init", profile=str(file), dry_run=True)
    assert "terms.i “term I (2024–2026)”\n" in out
    assert "acts.uchwala “Resolution no. 1/24 of 2 January 2024”\n" in out
    assert "seats.jst.2 “Samorządy”\n  seats.rops “dyrektor ROPS”\n" in out


def test_init_names_fields_as_editors_know_them(site, file):
    run("rkres_init", profile=str(file))
    file.write_text(edited(("Wiersz pierwszy.", "Nowy.")), encoding="utf-8")
    with override("pl"):
        out = run("rkres_init", profile=str(file))
        lead = apps.get_model(rkres_settings.COMMITTEE_PAGE)._meta.get_field("lead")
        assert f"committee „Komitet próbny”: {lead.verbose_name}\n" in out


def test_init_counts_what_only_moved_in_a_list(site, file):
    run("rkres_init", profile=str(file))
    file.write_text(
        edited(
            (
                '[[sectors]]\nkey = "jst"',
                '[[sectors]]\nkey = "x"\nname = "X"\n\n[[sectors]]\nkey = "jst"',
            )
        ),
        encoding="utf-8",
    )
    out = run("rkres_init", profile=str(file), dry_run=True)
    assert "Updated: 2\n  2 items whose place in a list changed\n" in out
    assert "sectors.pes “Podmioty”: order" in run("rkres_init", profile=str(file), verbosity=2)


def test_init_before_migrate(site, file, monkeypatch):
    from django.db import connection

    monkeypatch.setattr(connection.introspection, "table_names", lambda *args, **kwargs: [])
    with pytest.raises(CommandError, match="manage.py migrate"):
        run("rkres_init", profile=str(file))


def test_printing_never_fails(site, file, monkeypatch):
    import io
    import sys

    terminal = io.TextIOWrapper(io.BytesIO(), encoding="cp852")
    monkeypatch.setattr(sys, "stdout", terminal)
    call_command("rkres_init", profile=str(file))
    terminal.flush()
    assert "Komitet próbny" in terminal.buffer.getvalue().decode("cp852")


def test_init_dry_run(site, file):
    before = pages()
    out = run("rkres_init", profile=str(file), dry_run=True)
    assert "Created: 14" in out and "This was a dry run: nothing was written." in out
    assert pages() == before


def test_init_speaks_of_edits_drafts_and_what_left(site, file):
    run("rkres_init", profile=str(file))
    committee = pages_of(CommitteePageMixin).get().specific
    committee.abbreviation = "XY"
    committee.save_revision().publish()
    file.write_text(edited(('name = "Samorządy"\n', 'name = "Gminy"\n')), encoding="utf-8")
    out = run("rkres_init", profile=str(file))
    assert "Updated: 1\n  sectors.jst “Gminy”: name\n" in out
    assert (
        "Kept, because an editor changed it: 1\n  committee “Komitet próbny”: abbreviation" in out
    )
    committee.refresh_from_db()
    committee.save_revision()
    out = run("rkres_init", profile=str(file))
    assert "Skipped, for the reason in brackets: 1" in out
    assert "(it has an unpublished draft)" in out


def test_init_refuses_a_broken_profile(site, file):
    file.write_text(edited(("seats_min = 3", "seats_min = -3")), encoding="utf-8")
    before = pages(), Sector.objects.count()
    with pytest.raises(CommandError, match=r"line \d+, committee.seats_min: expected a whole"):
        run("rkres_init", profile=str(file))
    with pytest.raises(CommandError, match="Nothing was changed"):
        run("rkres_init", profile=str(file))
    with pytest.raises(CommandError, match="shipped profiles: jeden-szczebel, lubuskie"):
        run("rkres_init", profile="mazurskie")
    assert (pages(), Sector.objects.count()) == before


@pytest.mark.parametrize(
    "options, message",
    [
        ({"site": "nie.ma.pl"}, "no site “nie.ma.pl”. Known sites: localhost:80"),
        ({"site": "localhost:8000"}, "no site “localhost:8000”"),
        ({"parent": "999999"}, "no page “999999”"),
        ({"parent": "9" * 40}, "no page “9999"),
        ({"parent": "/nie/ma/"}, "no page “/nie/ma/”"),
        ({"parent": "²"}, "no page “²”"),
    ],
)
def test_init_refuses_unknown_places(site, file, options, message):
    before = pages()
    with pytest.raises(CommandError, match=message):
        run("rkres_init", profile=str(file), **options)
    assert pages() == before


def test_init_refuses_unsuitable_parents(committee, tier, file):
    for parent in (committee, tier):
        with pytest.raises(CommandError, match="A committee cannot stand under the page"):
            run("rkres_init", profile=str(file), parent=str(parent.pk))
    root = committee.get_root()
    with pytest.raises(CommandError, match="stands under no site's root page"):
        run("rkres_init", profile=str(file), parent=str(root.pk))
    with pytest.raises(CommandError, match="is not on the site localhost:80"):
        run("rkres_init", profile=str(file), parent=str(root.pk), site="localhost")


def test_init_without_any_site(root_page, file):
    with pytest.raises(CommandError, match="There is no site yet"):
        run("rkres_init", profile=str(file))


def test_init_under_a_page_by_id_and_by_address(site_root, site, file):
    about = home_page(site_root, "O nas", "o-nas")
    run("rkres_init", profile=str(file), parent="/o-nas/")
    committee = pages_of(CommitteePageMixin).get()
    assert committee.get_parent().pk == about.pk
    # The page may have moved: a second run leaves it where it is.
    run("rkres_init", profile=str(file), parent=str(site_root.pk))
    assert pages_of(CommitteePageMixin).get().get_parent().pk == about.pk


def test_init_on_one_of_several_sites(root_page, site_root, site, file):
    other_root = home_page(root_page, "Druga", "druga")
    Site.objects.create(hostname="druga.pl", port=80, root_page=other_root)
    Site.objects.create(hostname="druga.pl", port=8080, root_page=other_root)
    with pytest.raises(CommandError, match="several sites: druga.pl:80, druga.pl:8080, localhost"):
        run("rkres_init", profile=str(file))
    with pytest.raises(CommandError, match="several sites: druga.pl:80, druga.pl:8080. Say"):
        run("rkres_init", profile=str(file), site="druga.pl")
    run("rkres_init", profile=str(file), site="Druga.pl:8080")
    assert pages_of(CommitteePageMixin).get().is_descendant_of(other_root)
    # The parent alone says the site when only one has it.
    run("rkres_init", profile=str(file), parent=str(site_root.pk))
    assert pages_of(CommitteePageMixin).count() == 2


def test_init_in_the_language_of_the_parent(site_root, site, file):
    from wagtail.models import Locale

    english = Locale.objects.get_or_create(language_code="en")[0]
    model = apps.get_model(settings.TESTS_HOME_PAGE)
    home = site_root.get_parent().add_child(
        instance=model(title="Home", slug="home-en", locale=english, live=True)
    )
    Site.objects.create(hostname="en.localhost", port=80, root_page=home)
    assert "The site is in the language en" in run(
        "rkres_init", profile=str(file), site="en.localhost"
    )
    assert pages_of(CommitteePageMixin).get().locale == english


def test_new_writes_a_template_once(tmp_path):
    path = tmp_path / "nowy.toml"
    assert "--check" in run("rkres_profile", new=str(path))
    assert path.read_text(encoding="utf-8") == template_text()
    assert load_profile(path).key == "moj-region"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(CommandError, match="exists already"):
        run("rkres_profile", new=str(path))
    assert path.read_text(encoding="utf-8") == "mine"
    with pytest.raises(CommandError, match="cannot be written"):
        run("rkres_profile", new=str(tmp_path / "nie" / "ma" / "nowy.toml"))
    assert run("rkres_profile", "--new") == template_text()


def test_new_from_a_shipped_profile(tmp_path):
    path = tmp_path / "nowy.toml"
    run("rkres_profile", "--new", str(path), "--from", "jeden-szczebel")
    assert load_profile(path).data == load_profile("jeden-szczebel").data
    with pytest.raises(CommandError, match="no shipped profile “x”. There are: jeden-szczebel"):
        run("rkres_profile", "--new", str(tmp_path / "y.toml"), "--from", "x")
    assert not (tmp_path / "y.toml").exists()
    with pytest.raises(CommandError, match="--from goes with --new"):
        run("rkres_profile", "--list", "--from", "lubuskie")


def test_check_list_and_schema(file):
    assert "test (Komitet próbny) is all right" in run("rkres_profile", check=str(file))
    file.write_text("x = 1", encoding="utf-8")
    with pytest.raises(CommandError, match="line 1, x: expected") as error:
        run("rkres_profile", check=str(file))
    assert "Nothing was changed" not in str(error.value)
    listed = run("rkres_profile", "--list")
    assert "lubuskie" in listed and "jeden-szczebel" in listed
    assert json.loads(run("rkres_profile", "--schema"))["properties"]["profile_version"]
