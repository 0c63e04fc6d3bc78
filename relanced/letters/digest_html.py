"""A page in, its HTML out: for telephones and desktops, light and dark, with nothing to load. Pure.

Tables hold it together, since Outlook for Windows lays pages out as Word does; colours stand inline for
programs that drop a style sheet, and once more in it for those that can be dark. Bars are cells.
"""

from markupsafe import Markup, escape

from relanced.letters.digest_page import Bar, Bars, Figures, Item, Note, Page, Part, Say, Section, Tone

_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"
_INK, _GREY, _LINE, _GROUND, _CARD = "#1c2330", "#5b6472", "#e4e7ec", "#f2f4f7", "#ffffff"
_COLOURS = {
    Tone.PLAIN: _INK,
    Tone.GOOD: "#11703f",
    Tone.LATE: "#b3261e",
    Tone.ASK: "#8a5300",
    Tone.QUIET: _GREY,
    Tone.AGE_0: "#8fa6c4",
    Tone.AGE_1: "#f0c04a",
    Tone.AGE_2: "#ec9134",
    Tone.AGE_3: "#dc5b32",
    Tone.AGE_4: "#a8272c",
    Tone.PROMISED: "#2f7d5b",
    Tone.HABIT: "#a9c3b6",
}
_SHEET = """
:root{color-scheme:light dark;supported-color-schemes:light dark}
a{color:#1f5fae}
@media (max-width:520px){
.pad{padding-left:18px!important;padding-right:18px!important}
.fig{display:block!important;width:auto!important;padding:0 0 10px 0!important;border:0!important}
.fig div{display:inline-block!important}
.num{float:right!important;font-size:19px!important;line-height:24px!important}
.lab{line-height:24px!important}
.h1{font-size:24px!important;line-height:30px!important}
.edge{padding:0!important}
.card{border-radius:0!important;border-left:0!important;border-right:0!important}
.means{display:block!important;padding:1px 0 2px 2px!important}
.bar{width:34%!important}
}
@media (prefers-color-scheme:dark){
.ground{background:#101419!important}
.card{background:#1a2027!important;border-color:#2b333d!important}
.ink{color:#e9edf2!important}.grey{color:#a3adba!important}.line{border-color:#2b333d!important}
.good{color:#6fd19c!important}.late{color:#ff9d92!important}.ask{color:#ffc46b!important}
.say{background:#263040!important;border-color:#40506a!important;color:#e9edf2!important}
.matter{background:#232018!important;border-color:#c98a1b!important}
.track{background:#2b333d!important}
a{color:#8ab8ff!important}
}
""".strip()


def page_as_html(page: Page) -> str:
    """The whole page; every value in it is escaped."""
    body = Markup().join(map(_section, page.sections))
    return str(
        Markup(
            '<!DOCTYPE html>\n<html lang="{lang}" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            '<meta name="supported-color-schemes" content="light dark">\n'
            '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">\n'
            "<title>{title}</title>\n<style>\n{sheet}\n</style>\n</head>\n"
            '<body class="ground" style="margin:0;padding:0;background:{ground};">\n'
            '<div style="display:none;max-height:0;overflow:hidden;">{preview}</div>\n'
            '<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" border="0"'
            ' style="background:{ground};"><tr><td class="edge" align="center" style="padding:24px 12px;">\n'
            '<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0"'
            ' style="max-width:640px;background:{card};border:1px solid {line};border-radius:14px;'
            'border-collapse:separate;text-align:left;font-family:{font};color:{ink};"><tr>'
            '<td class="pad" style="padding:28px 32px 30px 32px;">\n{head}{body}{foot}</td></tr></table>\n'
            "</td></tr></table>\n</body>\n</html>\n"
        ).format(
            lang=page.language,
            title=page.title,
            sheet=Markup(_SHEET),  # noqa: S704 - our own words
            preview=page.preview,
            ground=_GROUND,
            card=_CARD,
            line=_LINE,
            font=Markup(_FONT),  # noqa: S704 - our own words
            ink=_INK,
            head=_head(page),
            body=body,
            foot=_foot(page),
        )
    )


def _head(page: Page) -> Markup:
    return Markup(
        '<div class="grey" style="font-size:13px;line-height:18px;color:{grey};">{rule}</div>\n'
        '<h1 class="h1 ink" style="margin:6px 0 2px 0;font-size:28px;line-height:34px;font-weight:700;'
        'letter-spacing:-0.01em;color:{ink};">{title}</h1>\n'
        '<div class="grey" style="font-size:14px;line-height:20px;color:{grey};"><bdi>{firm}</bdi> · {subtitle}'
        "</div>\n"
    ).format(grey=_GREY, ink=_INK, rule=page.rule, title=page.title, firm=page.firm, subtitle=page.subtitle)


def _foot(page: Page) -> Markup:
    return Markup(
        '<div class="grey line" style="margin-top:30px;padding-top:14px;border-top:1px solid {line};'
        'font-size:12px;line-height:18px;color:{grey};">{foot}</div>\n'
    ).format(line=_LINE, grey=_GREY, foot=page.foot)


def _section(section: Section) -> Markup:
    head = Markup()
    if section.head:
        head = Markup(
            '<h2 class="ink" style="margin:30px 0 8px 0;font-size:17px;line-height:23px;font-weight:700;'
            'color:{};">{}</h2>\n'
        ).format(_INK, section.head)
    return head + Markup().join(map(_part, section.parts))


def _part(part: Part) -> Markup:
    match part:
        case Figures():
            return _figures(part)
        case Note(text, tone):
            return Markup(
                '<p class="{}" style="margin:6px 0;font-size:14px;line-height:21px;color:{};">{}</p>\n'
            ).format(_class(tone), _COLOURS[tone], text)
        case Item():
            return _matter(part) if part.says or part.typed or part.end else _line(part)
        case Bars():
            return _bars(part)


def _class(tone: Tone) -> str:
    names = {Tone.PLAIN: "ink", Tone.QUIET: "grey"}
    return names.get(tone, tone.value)


def _figures(figures: Figures) -> Markup:
    width = 100 // max(len(figures.items), 1)
    cells = Markup().join(
        Markup(
            '<td class="fig line" width="{width}%" valign="top" style="width:{width}%;padding:0 12px 0 {left}px;'
            '{rule}"><div class="lab grey" style="font-size:13px;line-height:18px;color:{grey};">{label}</div>\n'
            '<div class="num {name}" style="font-size:22px;line-height:30px;font-weight:700;color:{colour};'
            'white-space:nowrap;">{value}</div></td>\n'
        ).format(
            width=width,
            left=14 if at else 0,
            rule=Markup("border-left:1px solid {};").format(_LINE) if at else "",
            grey=_GREY,
            label=each.label,
            name=_class(each.tone),
            colour=_COLOURS[each.tone],
            value=each.value,
        )
        for at, each in enumerate(figures.items)
    )
    return Markup(
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
        ' style="margin:22px 0 0 0;"><tr>\n{}</tr></table>\n'
    ).format(cells)


def _line(item: Item) -> Markup:
    value = Markup()
    if item.value:
        value = Markup(
            '<td class="{}" align="right" valign="top" style="padding:8px 0 8px 14px;font-size:15px;'
            'line-height:21px;font-weight:600;white-space:nowrap;color:{};">{}</td>'
        ).format(_class(item.tone), _COLOURS[item.tone], item.value)
    return Markup(
        '<table role="presentation" class="line" width="100%" cellpadding="0" cellspacing="0" border="0"'
        ' style="border-bottom:1px solid {line};"><tr><td valign="top" style="padding:8px 0;'
        'overflow-wrap:anywhere;"><div class="ink" style="font-size:15px;line-height:21px;color:{ink};">'
        "<bdi>{lead}</bdi></div>{below}</td>{value}</tr></table>\n"
    ).format(line=_LINE, ink=_INK, lead=item.lead, below=_small(item.below), value=value)


def _small(text: str) -> Markup:
    if not text:
        return Markup()
    return Markup('<div class="grey" style="font-size:13px;line-height:19px;color:{};">{}</div>').format(
        _GREY, text
    )


def _matter(item: Item) -> Markup:
    """A thing to decide: what it is, his words, the answers to type, what happens without one."""
    quote = Markup()
    if item.quote:
        quote = Markup(
            '<div class="grey" style="margin:6px 0 0 0;font-size:14px;line-height:20px;font-style:italic;'
            'overflow-wrap:anywhere;color:{};"><bdi>{}</bdi></div>\n'
        ).format(_GREY, item.quote)
    typed = Markup().join(
        Markup(
            '<div class="ink" style="margin-top:4px;font-size:13px;line-height:19px;font-family:{};'
            'overflow-wrap:anywhere;color:{};">{}</div>\n'
        ).format(Markup(_MONO), _INK, each)  # noqa: S704
        for each in item.typed
    )
    label = _small(item.typed_label) if item.typed else Markup()
    end = (
        Markup(
            '<div class="grey" style="margin-top:10px;font-size:13px;line-height:19px;color:{};">{}</div>'
        ).format(_GREY, item.end)
        if item.end
        else Markup()
    )
    return Markup(
        '<table role="presentation" class="matter" width="100%" cellpadding="0" cellspacing="0" border="0"'
        ' style="margin:0 0 12px 0;background:#fdf7ea;border-left:4px solid #d99a2b;border-radius:4px;"><tr>'
        '<td style="padding:14px 16px;"><div class="ink" style="font-size:15px;line-height:22px;font-weight:600;'
        'overflow-wrap:anywhere;color:{ink};">{lead}</div>{below}{quote}{says}{label}{typed}{end}</td></tr></table>\n'
    ).format(
        ink=_INK,
        lead=item.lead,
        below=_small(item.below),
        quote=quote,
        says=_says(item.says),
        label=label,
        typed=typed,
        end=end,
    )


def _says(says: tuple[Say, ...]) -> Markup:
    if not says:
        return Markup()
    rows = Markup().join(
        Markup(
            '<tr><td style="padding:8px 0 0 0;"><a class="say" href="{link}" style="display:inline-block;'
            "padding:8px 14px;text-decoration:none;"
            "border:1px solid #cbb98f;border-radius:6px;background:#ffffff;font-family:{mono};font-size:14px;"
            'line-height:21px;overflow-wrap:anywhere;color:{ink};">{words}</a> <span class="means grey"'
            ' style="font-size:13px;line-height:21px;color:{grey};">{means}</span></td></tr>\n'
        ).format(mono=Markup(_MONO), ink=_INK, grey=_GREY, words=say.words, means=say.means, link=say.link)  # noqa: S704
        for say in says
    )
    return Markup(
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
        ' style="margin-top:6px;">{}</table>\n'
    ).format(rows)


def _bars(bars: Bars) -> Markup:
    rows = Markup().join(map(_bar, bars.rows))
    total = Markup()
    if bars.total:
        total = Markup(
            '<tr><th scope="row" class="ink" align="left" style="padding:9px 0 0 0;font-size:14px;'
            'line-height:20px;color:{ink};">{}</th><td></td><td class="ink" align="right" style="padding:9px 0 0 0;'
            'font-size:15px;line-height:20px;font-weight:700;white-space:nowrap;color:{ink};">{}</td></tr>\n'
        ).format(*bars.total, ink=_INK)
    hidden = "font-size:0;line-height:0;max-height:0;overflow:hidden;color:transparent;padding:0;"
    return Markup(
        '<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;">\n'
        '<caption style="{hidden}">{caption}</caption>\n'
        '<thead><tr><th scope="col" style="{hidden}">{label}</th><td style="{hidden}"></td>'
        '<th scope="col" style="{hidden}">{value}</th></tr></thead>\n<tbody>\n{rows}{total}</tbody></table>\n{legend}'
    ).format(
        hidden=hidden,
        caption=bars.caption,
        label=bars.heads[0],
        value=bars.heads[1],
        rows=rows,
        total=total,
        legend=_legend(bars),
    )


def _bar(bar: Bar) -> Markup:
    cells = Markup().join(
        Markup(
            '<td width="{width}%" bgcolor="{colour}" style="width:{width}%;height:12px;font-size:0;line-height:0;'
            'background:{colour};border-radius:3px;">&#8203;</td>'
        ).format(width=max(length // 10, 1), colour=_COLOURS[tone])
        for length, tone in bar.parts
        if length > 0
    )
    used = sum(max(length // 10, 1) for length, _ in bar.parts if length > 0)
    rest = Markup('<td width="{0}%" style="width:{0}%;font-size:0;line-height:0;">&#8203;</td>').format(
        100 - used
    )
    picture = Markup(
        '<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" border="0"'
        ' style="border-collapse:separate;"><tr>{}{}</tr></table>'
    ).format(cells, rest if used < 100 else "")
    return Markup(
        '<tr><th scope="row" class="ink" align="left" style="padding:5px 10px 5px 0;font-size:14px;line-height:19px;'
        'font-weight:400;white-space:nowrap;color:{ink};">{label}</th>'
        '<td class="bar" width="46%" style="width:46%;padding:5px 0;">{picture}</td>'
        '<td class="ink" align="right" style="padding:5px 0 5px 12px;font-size:14px;line-height:19px;'
        'white-space:nowrap;color:{ink};">{value}{below}</td></tr>\n'
    ).format(ink=_INK, label=bar.label, picture=picture, value=bar.value, below=_small(bar.below))


def _legend(bars: Bars) -> Markup:
    if not bars.legend:
        return Markup()
    marks = Markup(" &nbsp; ").join(
        Markup('<span aria-hidden="true" style="color:{};">&#9632;</span> {}').format(_COLOURS[tone], words)
        for words, tone in bars.legend
    )
    return Markup(
        '<p class="grey" style="margin:8px 0 0 0;font-size:13px;line-height:19px;color:{};">{}</p>\n'
    ).format(escape(_GREY), marks)
