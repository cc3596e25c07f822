"""Texts of the demonstration: an invented institution with invented news.

The facts about the committee are not here; they come from the region profile.
"""

from __future__ import annotations

SITE_NAME = "OWES Zielone Wzgórza"

CONTACT = {
    "institution": "Ośrodek Wsparcia Ekonomii Społecznej Zielone Wzgórza",
    "address": "ul. Przykładowa 12, 00-000 Zielone Wzgórza",
    "phone": "+48 00 000 00 00",
    "email": "biuro@owes.example",
}

#: Cards of the start pages that lead to the committee as soon as there is one.
COMMITTEE_CARDS = ("Regionalny komitet", "Regional committee (in Polish)")
#: Blocks of rkres-wagtail that stand below them from then on.
COMMITTEE_BLOCKS = ("rkres_upcoming_meetings", "rkres_open_consultations")

HOME = {
    "title": "Wspieramy ekonomię społeczną w regionie",
    "slug": "start",
    "seo_title": "OWES Zielone Wzgórza – wsparcie ekonomii społecznej",
    "search_description": "Bezpłatne doradztwo, szkolenia i finansowanie dla spółdzielni "
    "socjalnych, stowarzyszeń i fundacji.",
    "lead": "Bezpłatnie doradzamy, szkolimy i pomagamy zdobyć pieniądze na początek. "
    "Pracujemy dla spółdzielni socjalnych, stowarzyszeń, fundacji i osób, "
    "które dopiero myślą o wspólnym działaniu.",
    "body": [
        (
            "cards",
            {
                "heading": "W czym możemy pomóc",
                "cards": [
                    {
                        "title": "Doradztwo i szkolenia",
                        "text": "Prawnik, księgowa i doradca biznesowy odpowiedzą na pytania "
                        "i przejdą z Tobą przez dokumenty.",
                        "page": "oferta",
                    },
                    {
                        "title": "Pieniądze na miejsca pracy",
                        "text": "Sprawdź, kto może ubiegać się o dotację i co trzeba "
                        "przygotować przed złożeniem wniosku.",
                        "page": "oferta",
                    },
                    {
                        "title": COMMITTEE_CARDS[0],
                        "text": "Kto doradza władzom województwa w sprawach ekonomii "
                        "społecznej, jak pracuje i jak się włączyć.",
                        "page": None,
                    },
                ],
            },
        ),
    ],
}

#: Keys are addresses; the order is that of the menu.
PAGES = {
    "oferta": {
        "title": "Oferta",
        "show_in_menus": True,
        "lead": "Wszystkie usługi ośrodka są bezpłatne. Zaczynamy od rozmowy o tym, "
        "czego potrzebujesz.",
        "body": [
            (
                "paragraph",
                "<h2>Dla grup, które chcą zacząć</h2>"
                "<p>Pomagamy wybrać formę prawną, napisać statut i plan finansowy oraz "
                "zarejestrować spółdzielnię socjalną, stowarzyszenie lub fundację.</p>"
                "<ul><li>spotkanie informacyjne i diagnoza potrzeb,</li>"
                "<li>indywidualne doradztwo prawne i księgowe,</li>"
                "<li>wizyta u działającego przedsiębiorstwa społecznego.</li></ul>"
                "<h2>Dla działających organizacji</h2>"
                "<p>Doradzamy, jak uzyskać status przedsiębiorstwa społecznego, utrzymać "
                "miejsca pracy i startować w zamówieniach publicznych z klauzulami "
                "społecznymi.</p>"
                "<h2>Dla samorządów</h2>"
                "<p>Szkolimy z planowania usług społecznych i zlecania ich podmiotom "
                "ekonomii społecznej.</p>",
            ),
            (
                "notice",
                {
                    "text": "<p><b>Nie musisz mieć gotowego pomysłu.</b> Wystarczy, że "
                    "zadzwonisz lub napiszesz – umówimy spotkanie.</p>"
                },
            ),
        ],
    },
    "aktualnosci": {"title": "Aktualności", "show_in_menus": True},
    "o-nas": {
        "title": "O nas",
        "show_in_menus": True,
        "lead": "Ośrodek prowadzą trzy organizacje pozarządowe i jedna gmina. Pracuje w nim "
        "jedenaście osób.",
        "body": [
            (
                "paragraph",
                "<h2>Jak pracujemy</h2>"
                "<p>Każda organizacja ma jedną osobę prowadzącą, do której może zwracać się ze "
                "wszystkim. Doradcy przyjeżdżają na miejsce, także do małych miejscowości.</p>"
                "<h2>Z kim współpracujemy</h2>"
                "<p>Na co dzień pracujemy z powiatowymi urzędami pracy, ośrodkami pomocy "
                "społecznej, centrami i klubami integracji społecznej oraz z regionalnym "
                "komitetem rozwoju ekonomii społecznej, którego strony znajdują się w tym "
                "serwisie.</p>",
            ),
            (
                "notice",
                {
                    "text": "<p><b>Strona pokazowa.</b> Ośrodek Zielone Wzgórza nie istnieje. "
                    "Jego dane, pracownicy i aktualności zostały wymyślone.</p>"
                },
            ),
        ],
    },
    "kontakt": {
        "title": "Kontakt",
        "show_in_menus": True,
        "lead": "Zadzwoń, napisz albo przyjdź. Do budynku prowadzi pochylnia, a w sekretariacie "
        "działa pętla indukcyjna.",
        "body": [
            (
                "facts",
                {
                    "heading": "Biuro",
                    "facts": [
                        {"label": "Adres", "value": CONTACT["address"]},
                        {"label": "Telefon", "value": CONTACT["phone"]},
                        {"label": "E-mail", "value": CONTACT["email"]},
                        {"label": "Godziny", "value": "od poniedziałku do piątku, 8.00–16.00"},
                    ],
                },
            ),
        ],
    },
    "deklaracja-dostepnosci": {
        "title": "Deklaracja dostępności",
        "show_in_menus": False,
        "lead": "Tak wygląda miejsce na deklarację. Prawdziwą deklarację sporządza instytucja, "
        "która prowadzi serwis.",
        "body": [
            (
                "paragraph",
                "<h2>Co zawiera deklaracja</h2>"
                "<ul><li>stan zgodności strony z ustawą o dostępności cyfrowej,</li>"
                "<li>treści niedostępne wraz z powodem,</li>"
                "<li>datę sporządzenia i ostatniego przeglądu,</li>"
                "<li>dane osoby, której można zgłosić brak dostępności,</li>"
                "<li>opis dostępności architektonicznej budynku.</li></ul>"
                "<h2>Zgłaszanie problemów</h2>"
                "<p>Jeśli coś na tej stronie jest dla Ciebie niedostępne, napisz na adres "
                "z działu Kontakt.</p>",
            ),
        ],
    },
}

#: ``days_ago`` counts back from the day on which the demonstration was set up.
NEWS = {
    "kuchnia-smaczna-przystan": {
        "days_ago": 4,
        "title": "Spółdzielnia „Smaczna Przystań” gotuje dla trzech szkół",
        "lead": "Po dwóch latach przygotowań ruszyła kuchnia, w której pracuje sześć osób, "
        "wcześniej długo szukających zatrudnienia.",
        "body": [
            (
                "paragraph",
                "<p>Codziennie z kuchni wyjeżdża czterysta obiadów. Gmina zleciła je "
                "w postępowaniu z klauzulą społeczną: liczyły się nie tylko cena, lecz także "
                "liczba miejsc pracy dla osób zagrożonych wykluczeniem.</p>"
                "<h2>Od pomysłu do kuchni</h2>"
                "<p>Grupa założycielska zaczynała od warsztatów w naszym ośrodku. Doradcy "
                "pomogli przygotować statut, plan finansowy i wniosek o dotację na "
                "wyposażenie. „Najtrudniejszy był pierwszy miesiąc, bo wszystko robiliśmy "
                "po raz pierwszy” – mówi prezeska spółdzielni.</p>"
                "<p>Spółdzielnia szuka teraz kierowcy i osoby do zmywalni.</p>",
            ),
        ],
    },
    "warsztaty-jak-zaczac": {
        "days_ago": 19,
        "title": "Warsztaty „Jak zacząć?” – spółdzielnia socjalna krok po kroku",
        "lead": "W każdy ostatni czwartek miesiąca zapraszamy osoby, które myślą o założeniu "
        "spółdzielni, stowarzyszenia lub fundacji.",
        "body": [
            (
                "paragraph",
                "<p>Przez trzy godziny porównujemy formy prawne, liczymy koszty pierwszego "
                "roku i pokazujemy, gdzie szukać pieniędzy. Każda grupa wychodzi z listą "
                "spraw do załatwienia.</p>",
            ),
            (
                "facts",
                {
                    "heading": "Informacje praktyczne",
                    "facts": [
                        {"label": "Kiedy", "value": "ostatni czwartek miesiąca, 16.00–19.00"},
                        {"label": "Gdzie", "value": "siedziba ośrodka, sala na parterze"},
                        {"label": "Koszt", "value": "bezpłatnie, liczba miejsc: 15"},
                        {
                            "label": "Dostępność",
                            "value": "pętla indukcyjna; tłumacz PJM po zgłoszeniu",
                        },
                    ],
                },
            ),
        ],
    },
    "zamowienia-z-klauzulami": {
        "days_ago": 47,
        "title": "Gminy pytają o klauzule społeczne w zamówieniach",
        "lead": "Na szkolenie przyjechali urzędnicy z jedenastu gmin. Zebraliśmy pytania, "
        "które padały najczęściej.",
        "body": [
            (
                "paragraph",
                "<p>Najwięcej wątpliwości budziło to, jak opisać przedmiot zamówienia, aby "
                "małe przedsiębiorstwo społeczne mogło w ogóle złożyć ofertę, i jak potem "
                "sprawdzać, czy wykonawca dotrzymuje słowa.</p>"
                "<h2>Trzy wnioski ze szkolenia</h2>"
                "<ol><li>Dziel zamówienie na części, które udźwignie mała firma.</li>"
                "<li>Zapytaj rynek wcześniej: wstępne konsultacje są proste i jawne.</li>"
                "<li>Wpisz do umowy, jak i kiedy wykonawca pokaże zatrudnienie.</li></ol>"
                "<p>Wnioski przekażemy regionalnemu komitetowi rozwoju ekonomii "
                "społecznej.</p>",
            ),
        ],
    },
}

ENGLISH_HOME = {
    "title": "We support the social economy in the region",
    "slug": "start-en",
    "seo_title": "Green Hills Social Economy Support Centre",
    "search_description": "Free advice, training and funding for social cooperatives, "
    "associations and foundations.",
    "lead": "Free advice, training and help with first funding for social cooperatives, "
    "associations, foundations, and people who are only thinking of starting together.",
    "body": [
        (
            "cards",
            {
                "heading": "Where to start",
                "cards": [
                    {
                        "title": "About the centre",
                        "text": "Who we are, what we do and with whom we work.",
                        "page": "o-nas",
                    },
                    {
                        "title": COMMITTEE_CARDS[1],
                        "text": "Who advises the voivodeship on the social economy, how the "
                        "committee works and how to take part.",
                        "page": None,
                    },
                ],
            },
        ),
    ],
}

ENGLISH_PAGES = {
    "o-nas": {
        "title": "About us",
        "slug": "about",
        "show_in_menus": True,
        "lead": "The centre is run by three non-governmental organisations and one commune.",
        "body": [
            (
                "paragraph",
                "<p>Advisers travel to the organisations they support. Every group has one "
                "person to turn to with any question: legal form, accounts, funding, or "
                "public procurement with social clauses.</p>",
            ),
            (
                "notice",
                {
                    "text": "<p><b>A demonstration.</b> This centre does not exist. Its data, "
                    "staff and news are invented.</p>"
                },
            ),
        ],
    },
    "kontakt": {
        "title": "Contact",
        "slug": "contact",
        "show_in_menus": True,
        "lead": "Call, write or visit us. The building has a ramp, and the office an "
        "induction loop.",
        "body": [
            (
                "facts",
                {
                    "heading": "Office",
                    "facts": [
                        {"label": "Address", "value": CONTACT["address"]},
                        {"label": "Telephone", "value": CONTACT["phone"]},
                        {"label": "E-mail", "value": CONTACT["email"]},
                        {"label": "Hours", "value": "Monday to Friday, 8:00–16:00"},
                    ],
                },
            ),
        ],
    },
}
