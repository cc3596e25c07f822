"""Words of the invented consultations; each says that it is invented where the public reads it."""

from __future__ import annotations

LABEL = "(przykład fikcyjny)"
NOTE = "<p><em>Konsultacje i dokument wymyślono na potrzeby strony pokazowej.</em></p>"

OPEN = {
    "title": f"Projekt Programu Dobrego Sąsiedztwa {LABEL}",
    "slug": "program-dobrego-sasiedztwa-przyklad",
    "lead": (
        "Przykład fikcyjny: pytamy, jak przez trzy lata wspierać podmioty ekonomii społecznej, "
        "które świadczą usługi blisko domu. Projekt ma trzy cele; przy każdym można zgłosić uwagę."
    ),
    "authority": "Zarząd Województwa (w przykładzie)",
    "host_unit": "Regionalny Ośrodek Polityki Społecznej (w przykładzie)",
    "contact_person": "Ewa Przykładowa",
    "contact_phone": "600 000 000",
    "contact_email": "konsultacje@example.org",
    "next_steps": (
        "Uwagi przeczyta zespół do spraw programu. Raport z odpowiedzią na każdą z nich ukaże się "
        "w ciągu 30 dni od zamknięcia, a program trafi potem pod obrady zarządu."
    ),
    "description": (
        "<p>Program powstał po pierwszej turze konsultacji. Uwagi z tej tury zmieniły projekt: "
        "dojazd jest teraz osobnym działaniem, a z karty sąsiada zrezygnowano.</p>"
        "<p>W drugiej turze pytamy o nowy tekst. Można odpowiedzieć na jedno zdanie albo na "
        "całość.</p>" + NOTE
    ),
    "legal_basis": (
        "Art. 6 ustawy z dnia 6 grudnia 2006 r. o zasadach prowadzenia polityki rozwoju "
        "(przywołany w przykładzie)."
    ),
    "invited": (
        "gminy i powiaty\norganizacje pozarządowe\nspółdzielnie socjalne i przedsiębiorstwa "
        "społeczne\nmieszkanki i mieszkańcy"
    ),
    "notified": "Rada Działalności Pożytku Publicznego\nKonwent Wójtów i Burmistrzów",
    "only_on_form": True,
    "signature_required": False,
    "anonymous_accepted": False,
    "receipt_date_counts": True,
    "other_rules": (
        "<p>Jeden formularz może mieć wiele uwag. Prosimy podać część dokumentu, której "
        "uwaga dotyczy.</p>"
    ),
    "channels": [
        ("online_form", {"url": "https://owes.example/formularz", "note": "całą dobę"}),
        ("email", {
            "email": "konsultacje@example.org", "subject": "Program Dobrego Sąsiedztwa",
            "note": "formularz w załączniku",
        }),
        ("post", {
            "address": "Regionalny Ośrodek Polityki Społecznej\nul. Przykładowa 1\n"
            "00-000 Zielone Wzgórza",
            "envelope": "Konsultacje programu", "note": "",
        }),
        ("in_person", {
            "place": "sekretariat, ul. Przykładowa 1, parter, wejście bez schodów",
            "hours": "pn.–pt. 8:00–15:00", "note": "",
        }),
        ("orally", {
            "place": "pokój 5, ul. Przykładowa 1", "hours": "wt. 10:00–14:00",
            "note": "uwagę zapisze pracownica ośrodka",
        }),
        ("meeting", {"note": "po każdym punkcie jest czas na pytania"}),
        ("e_delivery", {"address": "AE:PL-00000-00000-AAAAA-00", "note": "e-Doręczenia"}),
    ],
    "copies": [
        ("copy", {"title": "BIP (adres przykładowy)", "url": "https://bip.owes.example/"}),
    ],
}  # fmt: skip
FORM_TITLE = "Formularz uwag (przykład fikcyjny)"
FORM = (
    ("Część dokumentu", "Obecne brzmienie", "Proponowane brzmienie", "Uzasadnienie"),
    ("np. 3.2", "", "", ""),
)
ROUNDS = ("I tura", "II tura, po zmianie projektu")
EXTENDED_BECAUSE = (
    "O dłuższy termin poprosiły trzy gminy i związek spółdzielni socjalnych, które chcą najpierw "
    "zapytać mieszkańców."
)
HEARING_NOTE = "konsultacje programu są w porządku obrad"
DOCUMENT = f"Program Dobrego Sąsiedztwa na trzy lata {LABEL}"
CHANGES = (
    "Dojazd do usług jest osobnym działaniem (3.3). Usunięto kartę sąsiada. Zmieniono kwoty "
    "w części 4 i dodano wskaźnik w części 5."
)


def _p(*paragraphs: str) -> tuple:
    return ("text", "".join(f"<p>{each}</p>" for each in paragraphs))


def _table(caption: str, *rows: tuple) -> tuple:
    return (
        "table",
        {
            "data": [list(row) for row in rows],
            "table_caption": caption,
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        },
    )


MONEY_BEFORE = _table(
    "Pieniądze na trzy lata (kwoty wymyślone)",
    ("Cel", "Kwota w tys. zł", "Skąd"),
    ("1. Więcej pracy", "4200", "fundusze europejskie"),
    ("2. Usługi i dojazd", "3100", "budżet województwa"),
    ("3. Karta sąsiada", "500", "budżet województwa"),
)
MONEY_AFTER = _table(
    "Pieniądze na trzy lata (kwoty wymyślone)",
    ("Cel", "Kwota w tys. zł", "Skąd"),
    ("1. Więcej pracy", "4200", "fundusze europejskie"),
    ("2. Usługi blisko domu", "2400", "budżet województwa"),
    ("3. Dojazd", "1200", "budżet województwa i gminy"),
)
CARD = "Karta sąsiada"
SERVICES = "Usługi blisko domu i dojazd"
SERVICES_AFTER, TRAVEL = "Usługi blisko domu", "Dojazd do usług"
MONEY, CHECKING = "Pieniądze", "Jak sprawdzimy, czy się udało"

#: Number, level, heading, content.
SECTIONS = (
    ("1", 1, "Wstęp", [_p(
        "Program mówi, jak przez trzy lata samorząd województwa będzie wspierał podmioty ekonomii "
        "społecznej, które pracują najbliżej mieszkańców.",
        "Dokument jest <b>przykładem</b>: wymyślono go na potrzeby strony pokazowej.",
    )]),
    ("1.1", 2, "Dla kogo jest program", [_p("Program jest dla:"), (
        "text",
        "<ul><li>spółdzielni socjalnych i przedsiębiorstw społecznych,</li><li>organizacji "
        "pozarządowych, które świadczą usługi,</li><li>gmin, które te usługi zlecają.</li></ul>",
    )]),
    ("1.2", 2, "Jak powstał", [_p(
        "Projekt przygotowała grupa robocza na czterech spotkaniach. Każde było otwarte, a "
        "notatki są w materiałach z posiedzeń.",
    )]),
    ("2", 1, "Diagnoza", [_p(
        "W regionie działa wiele małych podmiotów. Połowa z nich zatrudnia mniej niż sześć osób, "
        "a co trzeci zamknął ostatni rok ze stratą.",
    )]),
    ("2.1", 2, "Podmioty w liczbach", [
        _p("Najwięcej jest organizacji pozarządowych<sup>1</sup>, najszybciej przybywa "
           "przedsiębiorstw społecznych."),
        _table(
            "Podmioty ekonomii społecznej w regionie (liczby wymyślone)",
            ("Rodzaj", "Podmioty", "Zatrudnieni"),
            ("organizacje pozarządowe", "412", "1630"),
            ("spółdzielnie socjalne", "38", "291"),
            ("przedsiębiorstwa społeczne", "27", "344"),
        ),
        ("note", {
            "number": "1",
            "text": "<p>Tylko te, które w ostatnich dwóch latach złożyły sprawozdanie.</p>",
        }),
    ]),
    ("2.2", 2, "Usługi społeczne w gminach", [_p(
        "Usługi opiekuńcze zleca 31 gmin, podmiotom ekonomii społecznej tylko dziewięć z nich. "
        "Najczęściej brakuje:",
    ), (
        "text",
        "<ol><li>osób, które mają uprawnienia do opieki,</li><li>dojazdu do małych "
        "miejscowości,</li><li>umów dłuższych niż rok.</li></ol>",
    )]),
    ("3", 1, "Cele", [_p(
        "Program ma trzy cele. Każdy ma działania, kwotę i wskaźnik.",
    )]),
    ("3.1", 2, "Więcej pracy w podmiotach ekonomii społecznej", [_p(
        "Powstanie 120 miejsc pracy, w tym co najmniej 40 w gminach do pięciu tysięcy "
        "mieszkańców.",
        "Podmiot, który utworzy miejsce pracy, otrzyma wsparcie na 18 miesięcy.",
    )]),
    ("3.2", 2, SERVICES, [_p(
        "Gminy będą zlecać usługi opiekuńcze podmiotom ekonomii społecznej na co najmniej "
        "trzy lata.",
    ), _p(
        "Dla małych miejscowości samorząd województwa dopłaci do dojazdu: do 60 groszy za "
        "kilometr.",
    )]),
    ("3.3", 2, CARD, [_p(
        "Każda gmina wyda kartę sąsiada, która daje zniżki w przedsiębiorstwach społecznych.",
    )]),
    ("4", 1, MONEY, [_p("Kwoty obejmują wszystkie trzy lata."), MONEY_BEFORE]),
    ("5", 1, CHECKING, [_p(
        "Co roku ukaże się krótki raport z trzema wskaźnikami: liczbą miejsc pracy, gmin, które "
        "zlecają usługi, i osób, które z nich korzystają.",
    )]),
)  # fmt: skip
AFTER = {
    MONEY: [_p("Kwoty obejmują wszystkie trzy lata."), MONEY_AFTER],
    CHECKING: [
        _p(
            "Co roku ukaże się krótki raport z czterema wskaźnikami: liczbą miejsc pracy, gmin, "
            "które zlecają usługi, osób, które z nich korzystają, i miejscowości z dojazdem."
        )
    ],
}

OVER = {
    "title": f"Projekt Standardu Usług Sąsiedzkich {LABEL}",
    "slug": "standard-uslug-sasiedzkich-przyklad",
    "lead": (
        "Przykład fikcyjny: standard mówi, czego może oczekiwać osoba, która korzysta z usług "
        "sąsiedzkich. Konsultacje się skończyły, raport jest opublikowany, a dokument przyjęty."
    ),
    "authority": "Zarząd Województwa (w przykładzie)",
    "host_unit": "Regionalny Ośrodek Polityki Społecznej (w przykładzie)",
    "contact_email": "konsultacje@example.org",
    "description": (
        "<p>Standard obejmuje umówienie wizyty, przebieg usługi i skargę.</p>" + NOTE
    ),
    "channels": [
        ("email", {"email": "konsultacje@example.org", "subject": "Standard", "note": ""}),
        ("post", {
            "address": "Regionalny Ośrodek Polityki Społecznej\nul. Przykładowa 1\n"
            "00-000 Zielone Wzgórza", "envelope": "", "note": "",
        }),
        ("in_person", {"place": "sekretariat, ul. Przykładowa 1", "hours": "", "note": ""}),
        ("orally", {"place": "pokój 5, ul. Przykładowa 1", "hours": "", "note": ""}),
        ("meeting", {"note": ""}),
        ("e_delivery", {"address": "AE:PL-00000-00000-AAAAA-00", "note": "e-Doręczenia"}),
    ],
    "signature_required": True,
}  # fmt: skip
OVER_SECTIONS = (
    ("1", 1, "Umówienie wizyty", [_p(
        "Osoba, która prosi o usługę, dostaje odpowiedź w ciągu trzech dni.",
    )]),
    ("2", 1, "Przebieg usługi", [_p(
        "Usługa trwa tyle, ile ustalono. O spóźnieniu trzeba uprzedzić.",
    )]),
    ("3", 1, "Skarga", [_p("Skargę można złożyć ustnie. Odpowiedź jest na piśmie.")]),
)  # fmt: skip
REPORT = {
    "lead": (
        "Przykład fikcyjny: najwięcej uwag dotyczyło terminu odpowiedzi. Liczymy go teraz w dniach "
        "roboczych, a o spóźnieniu trzeba uprzedzić telefonicznie."
    ),
    "text": (
        "<p>Uwagi przysłali mieszkańcy, organizacje i samorządy. Większość skróciła terminy "
        "i uprościła skargę.</p><p>Uwaga o całodobowym telefonie wykracza poza standard, więc "
        "zapisano ją jako rekomendację.</p>"
    ),
    "main_changes": "<p>Termin odpowiedzi jest liczony w dniach roboczych.</p>",
    "counted_from": "register",
}
ACT_NUMBER, ACT_ISSUER = "PRZYKŁAD/7", "Zarząd Województwa (przykład fikcyjny)"
ACT_TITLE = f"w sprawie przyjęcia Standardu Usług Sąsiedzkich {LABEL}"
OUTCOME = "Standard przyjęto ze zmianami z konsultacji. To przykład fikcyjny."

ANNOUNCED = {
    "title": f"Zmiana wskaźników Programu Dobrego Sąsiedztwa {LABEL}",
    "slug": "zmiana-wskaznikow-przyklad",
    "lead": (
        "Przykład fikcyjny: konsultacje dopiero się zaczną. Zapytamy, po czym poznać, że dojazd "
        "do usług naprawdę działa."
    ),
    "authority": "Zarząd Województwa (w przykładzie)",
    "host_unit": "Regionalny Ośrodek Polityki Społecznej (w przykładzie)",
    "contact_email": "konsultacje@example.org",
    "next_steps": "Po zamknięciu ukaże się raport, a wskaźniki zmieni zarząd.",
    "description": "<p>Projekt ukaże się tu w dniu otwarcia.</p>" + NOTE,
    "channels": [
        ("email", {"email": "konsultacje@example.org", "subject": "Wskaźniki", "note": ""}),
    ],
}  # fmt: skip

ANALYSED = {
    "title": f"Projekt Planu Wspólnego Dojazdu {LABEL}",
    "slug": "plan-wspolnego-dojazdu-przyklad",
    "lead": (
        "Przykład fikcyjny: plan mówi, jak dojechać do usług w całym regionie. Konsultacje się "
        "skończyły, ośrodek rozpatruje uwagi."
    ),
    "authority": "Zarząd Województwa (w przykładzie)",
    "host_unit": "Regionalny Ośrodek Polityki Społecznej (w przykładzie)",
    "contact_email": "konsultacje@example.org",
    "next_steps": "Raport z odpowiedzią na każdą uwagę ukaże się w ciągu 30 dni od zamknięcia.",
    "description": "<p>Plan obejmuje bilet, rozkład i przystanki.</p>" + NOTE,
    "channels": [
        ("email", {"email": "konsultacje@example.org", "subject": "Dojazd", "note": ""}),
    ],
}  # fmt: skip
ANALYSED_SECTIONS = (
    ("1", 1, "Obszar planu", [_p("Plan obejmuje trzy części regionu, pokazane na mapie.")]),
    ("2", 1, "Wspólny bilet", [_p("Przewoźnicy będą dążyć do wspólnego biletu.")]),
    ("3", 1, "Rozkład i przystanki", [_p("Rozkład uzgadniają gminy raz w roku.")]),
)  # fmt: skip
