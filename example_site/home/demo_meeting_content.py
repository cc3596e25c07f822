"""Texts of the invented meetings; each says in its title and lead that it is an example."""

from __future__ import annotations

from datetime import time

from rkres_wagtail.meetings.choices import (
    AccessibilityService,
    ItemResult,
    LinkVisibility,
    MeetingForm,
)

from .demo_content import CONTACT

LABEL = "przykład"
_LEAD = "Przykład: to posiedzenie wymyślono na potrzeby strony pokazowej. "

_OFFICE = {
    "contact_unit": CONTACT["institution"],
    "contact_phone": CONTACT["phone"],
    "contact_email": CONTACT["email"],
}
_PLACE = {
    "place_name": "Ośrodek Zielone Wzgórza, sala konferencyjna na parterze",
    "place_address": CONTACT["address"],
}
_SERVICES = [
    ("service", {"kind": AccessibilityService.STEP_FREE, "note": "wejście od podwórza, bez progu"}),
    ("service", {"kind": AccessibilityService.INDUCTION_LOOP, "note": ""}),
    (
        "service",
        {
            "kind": AccessibilityService.SIGN_LANGUAGE,
            "note": "po zgłoszeniu co najmniej 5 dni wcześniej",
        },
    ),
]

NEXT = {
    "title": f"Posiedzenie Komitetu ({LABEL})",
    "lead": _LEAD + "Sprawozdanie z realizacji LPRES i plan usług społecznych w gminach.",
    "meeting_form": MeetingForm.HYBRID,
    **_PLACE,
    "access_url": "https://spotkania.example/komitet",
    "access_visibility": LinkVisibility.BEFORE,
    "access_hours": 24,
    "is_open": True,
    "signup_text": "Napisz na adres biura, czy przyjdziesz, czy dołączysz zdalnie. Miejsc dla "
    "publiczności jest dwadzieścia.",
    "services": _SERVICES,
    "description": "<p>Zapraszamy członków i członkinie Komitetu oraz wszystkie zainteresowane "
    "osoby. Materiały wyślemy tydzień wcześniej.</p>"
    "<p>Osoby, które dołączą zdalnie, zobaczą odnośnik na tej stronie na dobę przed "
    "rozpoczęciem.</p>",
    **_OFFICE,
}
NEXT_AGENDA = (
    {"title": "Otwarcie posiedzenia i przyjęcie porządku obrad", "starts_time": time(10),
     "duration": 10, "speaker": "Barbara Świątnicka", "affiliation": "przewodnicząca Komitetu"},
    {"title": "Sprawozdanie z realizacji LPRES", "starts_time": time(10, 10), "duration": 40,
     "speaker": "Alicja Brzozowska-Lis", "affiliation": "Urząd Marszałkowski"},
    {"title": "Wskaźniki zatrudnienia w przedsiębiorstwach społecznych", "level": 2,
     "speaker": "dr hab. Joanna Śliwowska-Reck", "affiliation": "Akademia Nadodrzańska"},
    {"title": "Pytania i dyskusja", "level": 2},
    {"title": "Usługi społeczne w gminach: kto może je prowadzić", "starts_time": time(11),
     "duration": 60, "speaker": "Danuta Kolasińska-Wrona", "affiliation": "Gmina Brzezina Mała"},
    {"title": "Sprawy osobowe", "is_internal": True},
    {"title": "Informacje grup roboczych", "starts_time": time(12, 15), "duration": 30},
    {"title": "Sprawy różne i termin następnego posiedzenia", "starts_time": time(12, 45)},
)  # fmt: skip

HELD = {
    "title": f"Posiedzenie Komitetu o klauzulach społecznych ({LABEL})",
    "lead": _LEAD + "Klauzule społeczne w zamówieniach gmin i przegląd LPRES.",
    "meeting_form": MeetingForm.ON_SITE,
    "place_name": "Spółdzielnia Socjalna „Smaczna Przystań”, jadalnia",
    "place_address": "ul. Młyńska 3, 00-000 Wierzbnica",
    "services": _SERVICES[:1],
    "report": "<p>W posiedzeniu wzięło udział siedemnaście osób. Prowadziła je przewodnicząca "
    "Komitetu, gospodarzem była spółdzielnia „Smaczna Przystań”.</p>"
    "<h3>Klauzule społeczne</h3>"
    "<p>Gminy opisały, co utrudnia im stosowanie klauzul: obawa przed odwołaniami, brak wzorów "
    "umów i małe zamówienia, których nie dzieli się na części. Komitet zwróci się do samorządu "
    "województwa o przygotowanie wzorów.</p>"
    "<h3>Przegląd LPRES</h3>"
    "<p>Komitet zapoznał się z postępem działań. Wnioski opracuje grupa robocza i przedstawi na "
    "następnym posiedzeniu.</p>",
    **_OFFICE,
}
HELD_AGENDA = (
    {"title": "Otwarcie posiedzenia i przyjęcie porządku obrad", "starts_time": time(10),
     "result": ItemResult.ADOPTED},
    {"title": "Klauzule społeczne w zamówieniach gmin", "starts_time": time(10, 15),
     "duration": 75, "speaker": "Michał Zatorny", "affiliation": "Miasto Wierzbnica",
     "result": ItemResult.ADOPTED, "result_note": "wniosek o wzory umów przyjęto jednogłośnie"},
    {"title": "Przegląd realizacji LPRES", "starts_time": time(11, 45), "duration": 45,
     "speaker": "Alicja Brzozowska-Lis", "affiliation": "Urząd Marszałkowski",
     "result": ItemResult.NOTED},
    {"title": "Ocena pracy sekretariatu", "is_internal": True},
    {"title": "Sprawy różne", "starts_time": time(12, 30), "result": ItemResult.NOTED},
)  # fmt: skip
PHOTO = {
    "title": "Posiedzenie przy okrągłym stole (rysunek pokazowy)",
    "alt_text": "Rysunek: dziewięć osób siedzi wokół okrągłego stołu, na ścianie wisi tablica.",
    "caption": "Rysunek zamiast zdjęcia: posiedzenie jest wymyślone.",
}
SHEET_TITLE = "Zamówienia gmin z klauzulami społecznymi (dane wymyślone)"
SHEET = (
    ("Gmina", "Zamówienia", "W tym z klauzulą"),
    ("Brzezina Mała", 14, 3),
    ("Wierzbnica", 52, 9),
    ("Powiat wierzbnicki", 31, 4),
)
SCAN_TITLE = "Notatki z dyskusji (skan pokazowy)"

CANCELLED = {
    "title": f"Spotkanie grupy roboczej ds. reintegracji ({LABEL})",
    "lead": _LEAD + "Wizyta studyjna w centrum integracji społecznej.",
    "place_name": "Centrum Integracji Społecznej w Wierzbnicy",
    **_OFFICE,
}
CANCELLED_BECAUSE = "Choroba prowadzących. Nowy termin ogłosimy osobno."

MOVED = {
    "title": f"Spotkanie grupy roboczej ds. współpracy z mediami ({LABEL})",
    "lead": _LEAD + "Plan kampanii o produktach spółdzielni socjalnych.",
    "meeting_form": MeetingForm.ONLINE,
    "access_url": "https://spotkania.example/media",
    "access_visibility": LinkVisibility.NEVER,
    **_OFFICE,
}
MOVED_BECAUSE = "W pierwotnym terminie odbywa się szkolenie dla redakcji lokalnych."

JOINT = {
    "title": f"Wspólne posiedzenie Komitetu i grupy roboczej ds. JST i biznesu ({LABEL})",
    "lead": _LEAD + "Jak zlecać usługi małym przedsiębiorstwom społecznym.",
    **_PLACE,
    "outside_bodies": [
        ("body", {"name": "Wojewódzka Rada Działalności Pożytku Publicznego", "url": ""})
    ],
    **_OFFICE,
}

MONTH = {
    "title": f"Otwarte spotkanie o ekonomii społecznej ({LABEL})",
    "lead": _LEAD + "Dzień i miejsce ogłosimy później.",
    "is_open": True,
    **_OFFICE,
}
