"""Pages and settings the site had before the committee moved in."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page
from wagtail.search import index

from .fields import BodyField
from .previews import PreviewMixin


class HomePage(PreviewMixin, Page):
    """The start page: a claim, cards, the latest news."""

    lead = models.TextField("wprowadzenie", max_length=400, blank=True)
    body = BodyField()

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "strona główna"

    def get_context(self, request, *args, **kwargs):
        from example_site.news.models import NewsPage

        context = super().get_context(request, *args, **kwargs)
        context["latest_news"] = (
            NewsPage.objects.live().public().descendant_of(self).order_by("-date")[:3]
        )
        return context


class StandardPage(PreviewMixin, Page):
    """Plain information: about us, contact, declaration of accessibility."""

    lead = models.TextField("wprowadzenie", max_length=400, blank=True)
    body = BodyField()

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = "strona informacyjna"


@register_setting(icon="mail")
class ContactSettings(BaseSiteSetting):
    """Contact data and the obligatory links of the footer."""

    institution = models.CharField("instytucja", max_length=200, blank=True)
    address = models.CharField("adres", max_length=200, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    email = models.EmailField("e-mail", blank=True)
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="deklaracja dostępności",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_demonstration = models.BooleanField(
        "strona demonstracyjna",
        default=False,
        help_text="Nad nagłówkiem stoi wtedy, że instytucja jest fikcyjna.",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("institution"),
                FieldPanel("address"),
                FieldPanel("phone"),
                FieldPanel("email"),
            ],
            heading="Kontakt w stopce",
        ),
        FieldPanel("accessibility_page"),
        FieldPanel("is_demonstration"),
    ]

    class Meta:
        verbose_name = "kontakt i stopka"
