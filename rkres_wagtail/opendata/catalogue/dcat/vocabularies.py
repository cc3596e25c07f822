"""Values from the controlled vocabularies that DCAT-AP asks for (DCAT-AP 3.0.1, §11)."""

from __future__ import annotations

EU = "http://publications.europa.eu/resource/authority"
#: "Government and public sector".
THEME = f"{EU}/data-theme/GOVE"
#: Data appear as soon as an editor publishes; nobody knows when that will be.
IRREGULAR = f"{EU}/frequency/IRREG"
PUBLIC = f"{EU}/access-right/PUBLIC"
POLAND = f"{EU}/country/POL"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types"

_LANGUAGES = {
    "cs": "CES", "de": "DEU", "en": "ENG", "fr": "FRA", "lt": "LIT", "pl": "POL", "sk": "SLK",
    "uk": "UKR",
}  # fmt: skip

_LICENCES = {
    "creativecommons.org/licenses/by/4.0": ("CC_BY_4_0", "CC BY 4.0"),
    "creativecommons.org/licenses/by-sa/4.0": ("CC_BYSA_4_0", "CC BY-SA 4.0"),
    "creativecommons.org/publicdomain/zero/1.0": ("CC0", "CC0 1.0"),
}

#: Voivodeships that are one region of NUTS 2 each (Regulation (EC) 1059/2003); the capital's is
#: two of them, so its code is that of NUTS 1.
_NUTS = {
    "lesser_poland": "PL21", "silesia": "PL22", "greater_poland": "PL41",
    "west_pomerania": "PL42", "lubusz": "PL43", "lower_silesia": "PL51", "opole": "PL52",
    "kuyavia-pomerania": "PL61", "warmia-masuria": "PL62", "pomerania": "PL63", "lodz": "PL71",
    "swietokrzyskie": "PL72", "lublin": "PL81", "subcarpatia": "PL82", "podlasie": "PL84",
    "masovia": "PL9",
}  # fmt: skip


def language(code: str) -> str | None:
    known = _LANGUAGES.get(code.partition("-")[0])
    return f"{EU}/language/{known}" if known else None


def file_type(code: str) -> str:
    return f"{EU}/file-type/{code}"


def region(code: str) -> str | None:
    """The region's address among the linked data of Eurostat."""
    return f"http://data.europa.eu/nuts/code/{_NUTS[code]}" if code in _NUTS else None


def _licence(url: str) -> tuple[str, str] | None:
    plain = url.partition("://")[2].removeprefix("www.").split("/deed")[0].rstrip("/")
    return _LICENCES.get(plain)


def licence(url: str) -> str:
    """The licence as the EU's list has it, else its own address."""
    known = _licence(url)
    return f"{EU}/licence/{known[0]}" if known else url


def licence_name(url: str) -> str:
    """What people call it; of an unknown one, its address."""
    known = _licence(url)
    return known[1] if known else url
