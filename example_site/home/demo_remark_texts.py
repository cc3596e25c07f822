"""Invented remarks: who sent what, which way and when, and what the invented office said.

Every channel, kind of author, state and status is there once at least.
"""

from __future__ import annotations

from dataclasses import dataclass

PRIVACY = (
    "<p><b>Administrator danych:</b> Regionalny Ośrodek Polityki Społecznej w Zielonych Wzgórzach "
    "(ośrodek wymyślony na potrzeby strony pokazowej), ul. Przykładowa 1, 00-000 Zielone Wzgórza, "
    "iod@example.org.</p>"
    "<p><b>Po co i na jakiej podstawie:</b> dane są potrzebne, aby przyjąć i rozpatrzyć uwagi "
    "(art. 6 ust. 1 lit. e RODO w związku z art. 6 ustawy o zasadach prowadzenia polityki "
    "rozwoju).</p>"
    "<p><b>Jak długo:</b> imiona, nazwiska i adresy usuwamy 12 miesięcy po przyjęciu dokumentu. "
    "Masz prawo do dostępu do danych, ich sprostowania i usunięcia oraz do skargi do Prezesa "
    "UODO.</p>"
)


@dataclass(frozen=True)
class Answer:
    """``key`` lets one answer stand for many remarks; ``meaning`` chooses the status."""

    key: str
    meaning: str
    position: str
    reasons: str = ""
    formal_reason: str = ""


@dataclass(frozen=True)
class Words:
    """One remark; ``section`` is the number of a section, ``state`` its publication."""

    content: str
    section: str = ""
    place: str = ""
    quote: str = ""
    proposed: str = ""
    justification: str = ""
    state: str = "approved"
    block_reason: str = ""
    hidden: str = ""
    is_withdrawn: bool = False
    is_erased: bool = False
    answer: str = ""


@dataclass(frozen=True)
class Sending:
    """``day`` counts from today; ``sender`` are fields of the submission."""

    key: str
    day: int
    channel: str
    sender: dict
    remarks: tuple[Words, ...]
    hour: int = 11
    unconfirmed: bool = False


def _entity(organisation: str, kind: str = "organisation", **more) -> dict:
    return {"author_kind": kind, "organisation": organisation, **more}


def _person(name: str = "", **more) -> dict:
    return {"author_kind": "person", "name": name, **more}


SHORTER = (
    "Zapis zmieniono: odpowiedź w ciągu trzech dni roboczych, w sprawach pilnych tego samego dnia."
)
OVER_ANSWERS = (
    Answer("termin", "accepted", SHORTER, "Trzy dni kalendarzowe w weekend to za mało i za dużo."),
    Answer("telefon", "recommended", "Przekazujemy do programu wykonawczego.",
           "Całodobowy telefon wykracza poza standard; warto go sprawdzić w jednym powiecie."),
    Answer("spoznienie", "partly", "Dodano, że o spóźnieniu uprzedza się telefonicznie.",
           "Kara umowna wymagałaby zmiany umów z gminami, więc jej nie wprowadzono."),
    Answer("oplata", "rejected", "Zapis pozostaje bez zmian.",
           "O opłatach decydują gminy; standard nie może ich ustalać."),
    Answer("ustnie", "explained", "Skargę ustną zapisuje ten, kto ją przyjmuje, i czyta na głos.",
           "Zapis w części 3 już to obejmuje; dodano przykład."),
    Answer("spozniona", "not_examined", "", "", "late"),
)  # fmt: skip
OVER = (
    Sending("o1", -128, "email", _entity(
        "Stowarzyszenie Sąsiad Sąsiadowi", name="Maria Przykładowa", email="biuro@sasiad.example",
        wants_result=True,
    ), (
        Words("Trzy dni to za długo, gdy ktoś wraca ze szpitala.", "1",
              quote="dostaje odpowiedź w ciągu trzech dni",
              proposed="dostaje odpowiedź tego samego dnia", answer="termin",
              justification="Osoba po operacji nie może czekać do poniedziałku."),
        Words("Potrzebny jest numer czynny całą dobę.", "1", answer="telefon"),
        Words("Nie wiadomo, kto zapisuje skargę ustną.", "3", quote="Skargę można złożyć ustnie.",
              proposed="Skargę ustną zapisuje osoba, która ją przyjmuje.", answer="ustnie"),
    )),
    Sending("o2", -125, "post", _entity("Spółdzielnia Socjalna Zielony Próg"), (
        Words("Prosimy o termin liczony w dniach roboczych.", "1", answer="termin",
              proposed="w ciągu trzech dni roboczych"),
        Words("Za spóźnienie powinna grozić kara umowna.", "2", answer="spoznienie",
              justification="Dziś nikt nie odpowiada za odwołane wizyty."),
    )),
    Sending("o3", -120, "in_person", _entity("Gmina Zielone Wzgórza", "government"), (
        Words("Standard powinien określić najwyższą opłatę.", place="całość", answer="oplata"),
    )),
    Sending("o4", -118, "orally", _person("Zofia Zgodna-Przykładowa", is_name_public=True), (
        Words("Moja mama nie słyszy przez telefon. O spóźnieniu trzeba też pisać SMS-em.", "2",
              answer="spoznienie"),
    )),
    Sending("o5", -115, "meeting", _person(), (
        Words("Na spotkaniu pytano, czy skargę może złożyć sąsiad.", "3", answer="ustnie"),
    )),
    Sending("o6", -112, "e_delivery", _entity("Powiat Przykładowy", "government"), (
        Words("Odpowiedź na prośbę o usługę powinna być w dniach roboczych.", "1", answer="termin"),
    )),
    Sending("o7", -110, "online", _person("Jan Niejawny", email="jan@example.org"), (
        Words("Proszę oddzwaniać na numer 600 000 001, nikt nie odbiera w sekretariacie.", "1",
              hidden="600 000 001", answer="telefon"),
        Words("Moja sąsiadka z ul. Wymyślonej choruje i nikt do niej nie przychodzi.", "2",
              state="blocked", block_reason="personal_data", answer="spoznienie"),
    ), 20),
    Sending("o8", -108, "online", _person("Anna Rozmyślona"), (
        Words("Skarga powinna być tylko pisemna.", "3", is_withdrawn=True),
    )),
    Sending("o9", -105, "other", _entity("Departament Usług Społecznych", "internal"), (
        Words("Proponujemy odesłanie do słowniczka programu.", place="część 1, zdanie pierwsze",
              answer="ustnie"),
    )),
    Sending("o10", -102, "online", _person(), (
        Words("Kup teraz tanie okna!", state="junk"),
    ), 3),
    Sending("o11", -100, "email", _person("Ewa Zapomniana", email="ewa@example.org"), (
        Words("Ta treść zostanie usunięta na prośbę autorki.", "2", is_erased=True),
    )),
    Sending("o12", -93, "post", _entity("Koło Gospodyń Wiejskich Zagaje"), (
        Words("Wizyta powinna trwać co najmniej godzinę.", "2", answer="spozniona"),
    )),
)  # fmt: skip

SAME = "Prosimy o dopłatę do dojazdu wyższą niż 60 groszy za kilometr."
OPEN = (
    Sending("t1", -70, "email", _entity("Fundacja Blisko Domu", email="fundacja@example.org"), (
        Words("Dojazd powinien być osobnym działaniem.", place="3.2", proposed="3.3 Dojazd"),
    )),
    Sending("t2", -12, "online", _entity("Spółdzielnia Socjalna Tramwaj"), (
        Words(SAME, "3.3", quote="do 60 groszy za kilometr", proposed="do 1 zł za kilometr",
              justification="Tyle naprawdę kosztuje paliwo i ubezpieczenie."),
        Words("Wskaźnik dojazdu powinien liczyć kursy, a nie miejscowości.", "5"),
    )),
    Sending("t3", -10, "online", _person("Krystyna Jawna", is_name_public=True), (
        Words("Proszę dopisać dowóz do lekarza.", "3.3"),
    ), 19),
    Sending("t4", -8, "post", _entity("Gmina Górki Małe", "government"), (
        Words("Trzy lata zlecania to dobry okres; prosimy go nie skracać.", "3.2"),
    )),
    Sending("t5", -4, "online", _person("Marek Czekający"), (
        Words("Kwota na dojazd wydaje się za mała.", "4", state="pending"),
    )),
    Sending("t6", -3, "online", _person(), (
        Words("Nie wierzę urzędnikom, to banda ***.", state="blocked", block_reason="offensive"),
    ), 23),
    Sending("t7", -2, "online", _person("Olga Niepotwierdzona", email="olga@example.org"), (
        Words("Czy program obejmie też osiedla w mieście?", "1.1", state="pending"),
    ), unconfirmed=True),
)  # fmt: skip

ANALYSED_ANSWERS = (
    Answer("miejsca", "accepted", "Dodano wykaz gmin.", "Bez wykazu mapa nie jest czytelna."),
    Answer("bilet", "partly", "Bilet wspólny obejmie kolej i autobusy powiatowe.", ""),
)
TICKET = "Jeden bilet powinien obejmować kolej, autobusy powiatowe i gminne."
ANALYSED = (
    Sending("a1", -40, "online", _entity("Stowarzyszenie Przystanek"), (
        Words(TICKET, "2", answer="bilet"),
        Words("Mapa nie mówi, które gminy są w której części.", "1", answer="miejsca"),
    )),
    Sending("a2", -38, "online", _entity("Spółdzielnia Socjalna Rozjazd"), (Words(TICKET, "2"),)),
    Sending("a3", -37, "email", _person("Tomasz Dojeżdżający", email="tomasz@example.org"), (
        Words("jeden bilet powinien obejmować kolej, autobusy powiatowe i gminne!", "2"),
    )),
    Sending("a4", -35, "online", _person("Barbara Dojeżdżająca"), (
        Words("Jeden bilet powinien obejmować kolej oraz autobusy powiatowe i gminne.", "2"),
    ), 18),
    Sending("a5", -30, "meeting", _entity("Powiat Górski", "government"), (
        Words("Rozkład w weekendy trzeba uzgodnić z powiatem.", "3"),
    )),
    Sending("a6", -25, "in_person", _person(), (
        Words("Na przystanku nie ma ławki.", "3", state="pending"),
    )),
    Sending("a7", -14, "post", _entity("Rada Seniorów"), (
        Words("Prosimy o niskie podłogi we wszystkich autobusach.", "3", state="pending"),
    )),
)  # fmt: skip
