"""A template that would take minutes or fill the memory is refused at once, with its line."""

import time

import pytest

from relanced.letters.check import check_template

HEAD = "Subject: {{ chased | numbers }}\n\n{{ chased | numbers }}\n"
_DOUBLING = '{% set ns = namespace(x="x") %}{% for a in "x" * 40 %}'


def checked(body: str, **others: str) -> list[tuple[int, str]]:
    files = {f"fr/{name}.txt.j2": text for name, text in others.items()} | {"fr/x.txt.j2": HEAD + body}
    return [(each.line, each.why) for each in check_template(files, "fr/x.txt.j2")]


@pytest.mark.parametrize(
    "body",
    [
        '{% for a in "x" * 3000 %}{% for b in "x" * 3000 %}{% endfor %}{% endfor %}',
        "{% macro m(n) %}{% if n %}{% set a = m(n - 1) %}{% set b = m(n - 1) %}{% endif %}{% endmacro %}{{ m(40) }}",
        "{% set n = (n | default(40)) - 1 %}{% if n %}{% include '_y.txt.j2' %}{% include '_y.txt.j2' %}{% endif %}",
    ],
)
def test_a_template_that_takes_too_many_steps_is_stopped(body: str) -> None:
    began = time.process_time()
    [(_, why)] = checked(
        body, _y="{% set n = n - 1 %}{% if n %}" + "{% include '_y.txt.j2' %}" * 2 + "{% endif %}"
    )

    assert "more than 100000 steps" in why
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    "body",
    [
        '{% set a = "a" * 10 ** 10 %}',
        '{% set a = 10 ** 10 * "a" %}',
        '{% set a = ["a"] * 10 ** 10 %}',
        "{% set a = 10 ** (10 ** 10) %}",
        '{% set a = "%9999999999d" % 1 %}',
        '{% set a = "%9999999999d" | format(1) %}',
        '{% set a = "%*d" | format(9999999999, 1) %}',
        '{% set a = "a".zfill(10 ** 10) %}',
        '{% set a = "{:9999999999}".format(1) %}',
        '{% set a = "{:{}}".format(1, 9999999999) %}',
        '{% set ns = namespace(x=7) %}{% for a in "x" * 40 %}{% set ns.x = ns.x * ns.x %}{% endfor %}',
        _DOUBLING + "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        _DOUBLING + "{% set ns.x = ns.x + ns.x %}{% endfor %}",
        _DOUBLING + "{% set ns.x %}{{ ns.x }}{{ ns.x }}{% endset %}{% endfor %}",
    ],
)
def test_a_text_or_a_number_that_grows_without_end_is_stopped(body: str) -> None:
    assert checked(body) == [(4, "it would become too large")]


def test_a_loop_that_calls_itself_is_refused() -> None:
    assert checked("{% for a in 'x' recursive %}{{ loop('yy') }}{% endfor %}") == [
        (4, "a letter has no recursive loops")
    ]


def test_what_letters_need_works_as_before() -> None:
    body = """{% for line in chased %}{{ loop.index }}/{{ loop.length }} {{ "%05.1f" % 2.5 }}
{{- "%s-%s" | format(1, 2) }}
{{- " fin" if loop.last }} {{ 2 * 3 + 4 % 3 }} {{ "-" * 5 }} {{ "a" ~ 1 }}
{% else %}none{% endfor %}{% set block %}text{% endset %}{{ block }} {{ 2 ** 3 }} {{ "{}, {:.2f}".format(750010, 1.5) }}
"""
    assert checked(body) == []
