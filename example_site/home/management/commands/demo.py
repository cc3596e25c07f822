"""``manage.py demo``: fill the example site so that it looks alive."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from example_site.home.demo_consultations import consult_demo
from example_site.home.demo_decisions import decide_demo
from example_site.home.demo_meetings import announce_demo_meetings
from example_site.home.demo_participation import involve_demo
from example_site.home.demo_people import seat_demo_people
from example_site.home.demo_programmes import plan_demo
from example_site.home.demo_secretary import keep_demo_records
from example_site.home.demo_site import build_site, find, link_committee
from rkres_wagtail.bodies.pages import CommitteePageMixin
from rkres_wagtail.bodies.tree import pages_of
from rkres_wagtail.editorial.roles import create_roles
from rkres_wagtail.meetings.querysets import index_model

#: User name -> the role it has in the committee's office; None is the administrator.
LOGINS = {"admin": None, "redaktor": "editors", "sekretarz": "secretariat"}
PASSWORD = "pokaz-rkres"  # noqa: S105 - printed on the screen, made only with DEBUG on


class Command(BaseCommand):
    help = (
        "Fills the example site: own pages, the Lubuskie region, invented people and meetings, "
        "demo logins. What is there already is kept as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--port", type=int, help="The port the site is served on; printed and stored."
        )
        parser.add_argument(
            "--profile", default="lubuskie", help="Name or file of the region profile."
        )

    def handle(self, *args, port=None, profile="lubuskie", verbosity=1, **options):
        with transaction.atomic():
            home = build_site(port=port)
        committee = self._committee(home, profile, verbosity)
        seated = seat_demo_people(committee)
        announced = announce_demo_meetings(committee)
        decided = decide_demo(committee)
        consulted = consult_demo(committee)
        planned = plan_demo(committee)
        involved = involve_demo(committee)
        kept = keep_demo_records(committee)
        logins = make_logins(committee) if settings.DEBUG else {}
        if verbosity:
            self._report(committee, logins, port)
            if seated:
                self.stdout.write(f"{seated} fictional memberships were made.")
            if announced:
                self.stdout.write(f"{announced} fictional meetings were announced.")
            if decided:
                self.stdout.write(f"{decided} fictional decisions were taken.")
            if consulted:
                self.stdout.write(f"{consulted} fictional consultations were announced.")
            if planned:
                self.stdout.write(f"{planned} fictional programme was made.")
            if involved:
                self.stdout.write(f"{involved} fictional records of taking part were made.")
            if kept:
                self.stdout.write(f"{kept} records of the fictional secretary were kept.")

    def _committee(self, home, profile, verbosity):
        """Apply the region profile under ``home``; return its committee."""
        existed = _committees(home).exists()
        call_command(
            "rkres_init", profile=profile, parent=str(home.pk), verbosity=verbosity,
            stdout=self.stdout, stderr=self.stderr,
        )  # fmt: skip
        committee = _committees(home).first().specific
        if not existed:
            # The site's own decisions, of which the profile knows nothing: place and menu.
            committee.move(find("o-nas", home.locale), pos="left")
            committee = _committees(home).first().specific
            committee.show_in_menus = True
            committee.save_revision().publish()
        link_committee(home, committee)
        return committee

    def _report(self, committee, logins, port):
        base = f"http://127.0.0.1:{port or 8000}"
        listing = index_model()._default_manager.descendant_of(committee).order_by("path").first()
        calendar = reverse("rkres_wagtail:calendar", args=[committee.pk])
        lines = [
            "",
            f"Site:       {base}/",
            f"Committee:  {base}{committee.get_url()}",
            f"Meetings:   {base}{listing.get_url()}",
            f"Calendar:   {base}{calendar}",
            f"Admin:      {base}/admin/",
        ]
        if logins:
            lines += ["Demo logins, for this computer only:"]
            lines += [f"  {name:<10} {password}" for name, password in logins.items()]
        self.stdout.write("\n".join(lines))


def _committees(home):
    return pages_of(CommitteePageMixin).descendant_of(home).order_by("path")


def make_logins(committee) -> dict[str, str]:
    """Create the demo users that are missing; return name -> password, as far as known."""
    User = get_user_model()
    groups = create_roles(committee)
    logins = {}
    for name, role in LOGINS.items():
        user = User.objects.filter(**{User.USERNAME_FIELD: name}).first()
        if user is None:
            create = User.objects.create_user if role else User.objects.create_superuser
            user = create(
                name,
                email=f"{name}@owes.example",
                password=PASSWORD,
                first_name=name.capitalize(),
                last_name="Pokazowy",
            )
        if role:
            user.groups.add(groups[role])
        logins[name] = PASSWORD if user.check_password(PASSWORD) else "(changed)"
    return logins
