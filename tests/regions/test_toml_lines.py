"""The line of every key, whatever TOML allows around it."""

from __future__ import annotations

import tomllib

import pytest

from rkres_wagtail.regions.loader import load_profile, shipped_profiles
from rkres_wagtail.regions.markup import to_rich_text
from rkres_wagtail.regions.toml_lines import TomlLines

TEXT = '''# a comment with [brackets] and = "quotes"
top = "a # that is no comment"

[a]   # table
x = """
[not.a.table]
key = 1 \\""" still
"""
'lit eral' = 'C:\\dir'
"q\\u00f3t.ed" = 1979-05-27 07:32:00  # date
b.c.d = [
  1, # one
  [2, "]"],
  { in = "line", "list" = [true, { deep = 1 }] },
]

[[many]]
n = 1
[many.sub]
s = 1
[[many.sub.lots]]
z = \'\'\'x\'\'\'\'
[[many]]
n = 2
inline = { p.q = 1, r = "}" }
[[many.lots]]
z = 3
[[many.lots]]
z = 4
'''

EXPECTED = {
    ("top",): 2,
    ("a",): 4,
    ("a", "x"): 5,
    ("a", "lit eral"): 9,
    ("a", "qót.ed"): 10,
    ("a", "b", "c"): 11,
    ("a", "b", "c", "d", 0): 12,
    ("a", "b", "c", "d", 1, 1): 13,
    ("a", "b", "c", "d", 2, "list", 1, "deep"): 14,
    ("many", 0, "n"): 18,
    ("many", 0, "sub", "s"): 20,
    ("many", 0, "sub", "lots", 0, "z"): 22,
    ("many", 1): 23,
    ("many", 1, "inline", "p", "q"): 25,
    ("many", 1, "lots", 1, "z"): 29,
    ("many", 1, "nowhere", "at", "all"): 23,
    ("nowhere",): 1,
}


def every_path(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items if isinstance(value, (dict, list)) else ():
        if isinstance(item, (dict, list)):
            yield from every_path(item, (*path, key))
        else:
            yield (*path, key)


@pytest.mark.parametrize("path", EXPECTED, ids=str)
def test_line_of(path):
    tomllib.loads(TEXT)
    assert TomlLines(TEXT).of(path) == EXPECTED[path]


@pytest.mark.parametrize("name", shipped_profiles())
def test_every_key_of_a_real_profile_is_found(name):
    profile = load_profile(name)
    for path in every_path(profile.data):
        if path:
            assert path in profile.lines._lines, path


@pytest.mark.parametrize(
    "text, html",
    [
        ("", ""),
        ("Jeden\ndwa", "<p>Jeden dwa</p>"),
        ("Jeden\n\ndwa", "<p>Jeden</p><p>dwa</p>"),
        ("Wstęp:\n\n- a\n  dalej\n- b", "<p>Wstęp:</p><ul><li>a dalej</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("Do dnia\n31. maja", "<p>Do dnia 31. maja</p>"),
        ("### Tytuł\nTreść", "<h3>Tytuł</h3><p>Treść</p>"),
        ("**a** i ** b", "<p><b>a</b> i ** b</p>"),
        ("[a](https://x.pl/?b=1&c=2)", '<p><a href="https://x.pl/?b=1&amp;c=2">a</a></p>'),
        ('[a](https://x.pl/"onclick=x)', '<p><a href="https://x.pl/&quot;onclick=x">a</a></p>'),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>"),
        ("<b>a</b> & b", "<p>&lt;b&gt;a&lt;/b&gt; &amp; b</p>"),
    ],
)
def test_markup(text, html):
    assert to_rich_text(text) == html
