"""Content blocks of the site's own pages."""

from __future__ import annotations

from wagtail import blocks


class LinkCardBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Tytuł", max_length=80)
    text = blocks.TextBlock(label="Opis", max_length=220)
    page = blocks.PageChooserBlock(label="Strona", required=False)

    class Meta:
        icon = "doc-full"
        label = "Karta"


class CardsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label="Nagłówek", max_length=120)
    cards = blocks.ListBlock(LinkCardBlock(), label="Karty", min_num=1, max_num=6)

    class Meta:
        icon = "grip"
        label = "Karty z odnośnikami"
        template = "home/blocks/cards.html"


class FactsBlock(blocks.StructBlock):
    """Pairs of a label and its value, e.g. opening hours."""

    heading = blocks.CharBlock(label="Nagłówek", max_length=120)
    facts = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("label", blocks.CharBlock(label="Co", max_length=80)),
                ("value", blocks.CharBlock(label="Wartość", max_length=200)),
            ]
        ),
        label="Pozycje",
    )

    class Meta:
        icon = "list-ul"
        label = "Zestawienie"
        template = "home/blocks/facts.html"


class NoticeBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label="Treść", features=["bold", "link"])

    class Meta:
        icon = "info-circle"
        label = "Ważna informacja"
        template = "home/blocks/notice.html"


class BodyBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(
        label="Tekst", features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
    )
    cards = CardsBlock()
    facts = FactsBlock()
    notice = NoticeBlock()
