"""Run inside the minimal project, with nothing but the wheel installed: is a committee served?

First a page built by hand, then a whole region from each profile that the wheel carries.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django

django.setup()

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from wagtail.models import Page, Site

import rkres_wagtail
from rkres_wagtail.pages.models import CommitteePage

client = Client()


def expect(fact: bool, what: str) -> None:
    if not fact:
        sys.exit(f"failed: {what}")
    print(f"ok: {what}")


def get(page) -> str:
    response = client.get(page.get_url())
    expect(response.status_code == 200, f"{page.get_url()} answers 200")
    return response.content.decode()


package = Path(rkres_wagtail.__file__).resolve()
expect("site-packages" in package.parts, f"the package comes from site-packages ({package})")

home = Site.objects.get(is_default_site=True).root_page
committee = home.add_child(instance=CommitteePage(title="Komitet Ćwiczebny", slug="komitet"))
committee.save_revision().publish()
html = get(committee)
expect("Komitet Ćwiczebny" in html, "the committee's name is on its page")
expect('class="rkres' in html and "<main>" in html, "it stands in the project's own template")
expect("rkres_wagtail/css/rkres.css" in html, "it asks for the style sheet")
expect(bool(finders.find("rkres_wagtail/css/rkres.css")), "the style sheet is in the wheel")
with translation.override("pl"):
    expect(
        str(CommitteePage._meta.verbose_name) == "komitet", "the Polish catalogue is in the wheel"
    )

profiles = sorted(path.stem for path in package.parent.glob("regions/profiles/*.toml"))
expect("lubuskie" in profiles, f"profiles are in the wheel: {', '.join(profiles)}")
call_command("rkres_init", profile="lubuskie", verbosity=0)
built = CommitteePage.objects.exclude(pk=committee.pk).get()
get(built)
bodies = Page.objects.descendant_of(built).count()
expect(bodies >= 7, f"the Lubuskie region has {bodies} bodies under its committee")
