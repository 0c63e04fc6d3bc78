"""Mails as the mail programs of six languages write them: typed lines, the letter that is answered, and how."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

FIRM = "Atelier Brume <compta@brume.example>"
FIRM_ADDRESS = "compta@brume.example"
LABELS = {
    "fr": ("De\u00a0:", "Envoyé\u00a0:", "À\u00a0:", "Objet\u00a0:"),
    "en": ("From:", "Sent:", "To:", "Subject:"),
    "de": ("Von:", "Gesendet:", "An:", "Betreff:"),
    "es": ("De:", "Enviado el:", "Para:", "Asunto:"),
    "it": ("Da:", "Inviato:", "A:", "Oggetto:"),
    "nl": ("Van:", "Verzonden:", "Aan:", "Onderwerp:"),
    "pt": ("De:", "Enviado:", "Para:", "Assunto:"),
}
DAYS = {
    "fr": "mardi 9 juin 2026 10:32", "en": "Tuesday, June 9, 2026 10:32 AM", "de": "Dienstag, 9. Juni 2026 10:32",
    "es": "martes, 9 de junio de 2026 10:32", "it": "martedì 9 giugno 2026 10:32",
    "nl": "dinsdag 9 juni 2026 10:32", "pt": "terça-feira, 9 de junho de 2026 10:32",
}  # fmt: skip
ATTRIBUTIONS = {
    "fr": ("Le mar. 9 juin 2026 à 10:32, {who} a écrit\u00a0:", "Le 09/06/2026 à 10:32, {who} a écrit\u202f:",
           "Le 2026-06-09 10:32, {who} a écrit :", "Le mardi 9 juin 2026 à 10:32:11 UTC+2, {who} a écrit :"),
    "en": ("On Tue, 9 Jun 2026 at 10:32, {who} wrote:", "On 9 Jun 2026, at 10:32, {who} wrote:",
           "On Tuesday, June 9th, 2026 at 10:32 AM, {who} wrote:"),
    "de": ("Am Di., 9. Juni 2026 um 10:32 Uhr schrieb {who}:", "Am 09.06.2026 um 10:32 schrieb {who}:",
           "{who} hat am 09.06.2026 10:32 CEST geschrieben:"),
    "es": ("El mar, 9 jun 2026 a las 10:32, {who} escribió:", "El 09/06/2026 a las 10:32, {who} escribió:"),
    "it": ("Il giorno mar 9 giu 2026 alle ore 10:32 {who} ha scritto:", "Il 09/06/26 10:32, {who} ha scritto:"),
    "nl": ("Op di 9 jun 2026 om 10:32 schreef {who}:", "{who} schreef op 09-06-2026 10:32:",
           "Op 9 jun 2026 om 10:32 heeft {who} het volgende geschreven:"),
    "pt": ("Em ter., 9 de jun. de 2026 às 10:32, {who} escreveu:",),
}  # fmt: skip
RULERS = {
    "fr": "-------- Message d'origine --------", "en": "-------- Original message --------",
    "de": "-------- Ursprüngliche Nachricht --------", "es": "-------- Mensaje original --------",
    "it": "-------- Messaggio originale --------", "nl": "-------- Oorspronkelijk bericht --------",
    "pt": "-------- Mensagem original --------",
}  # fmt: skip
FOOTERS = {
    "fr": "Envoyé de mon iPhone", "en": "Sent from my iPhone", "de": "Von meinem iPhone gesendet",
    "es": "Enviado desde mi iPhone", "it": "Inviato da iPhone", "nl": "Verstuurd vanaf mijn iPhone",
    "pt": "Enviado do meu iPhone",
}  # fmt: skip
LANGUAGES = tuple(LABELS)


@dataclass(frozen=True)
class Form:
    """One mail as a program wrote it."""

    text: str
    html: str = ""


def header(language: str, who: str = FIRM) -> list[str]:
    values = (who, DAYS[language], "lise@client.example", "F2031-007")
    return [f"{label} {value}" for label, value in zip(LABELS[language], values, strict=True)]


def gmail(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    made = ATTRIBUTIONS[language][which % len(ATTRIBUTIONS[language])].format(who=who)
    text = "\n".join([*typed, "", *wrapped(made, 60), "", *(f"> {line}" for line in letter)])
    html = (
        f'<div dir="ltr">{divs(typed)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{escape(made)}<br></div><blockquote class="gmail_quote" style="border-left:1px solid #ccc">'
        f"{divs(letter)}</blockquote></div>"
    )
    return Form(text, html)


def plain(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    return Form(gmail(language, typed, letter, which, who).text)


def apple(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    made = ATTRIBUTIONS[language][which % len(ATTRIBUTIONS[language])].format(who=who)
    lines = [*typed, "", FOOTERS[language], "", f"> {made}", "> ", *(f"> {line}" for line in letter)]
    html = (
        f'<body dir="auto">{divs(typed)}<br><div dir="ltr">{FOOTERS[language]}</div><div dir="ltr"><br>'
        f'<blockquote type="cite">{escape(made)}<br><br></blockquote></div><blockquote type="cite">'
        f"{divs(letter)}</blockquote></body>"
    )
    return Form("\n".join(lines), html)


def outlook(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    block = header(language, who)
    ruler = ["_" * 32] if which % 2 else []
    bold = "<br>".join(f"<b>{escape(line.split(' ')[0])}</b> {escape(line)}" for line in block)
    html = (
        f'<div class="WordSection1">{paragraphs(typed)}<div><div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        f'<p class="MsoNormal">{bold}</p></div></div>{paragraphs(letter)}</div>'
    )
    return Form("\n".join([*typed, "", *ruler, *block, "", *letter]), html)


def outlook_web(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    bold = "<br>".join(f"<b>{escape(line)}</b>" for line in header(language, who))
    html = (
        f'{divs(typed)}<div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f'<font face="Calibri">{bold}</font><div>&nbsp;</div></div>{paragraphs(letter)}'
    )
    return Form(outlook(language, typed, letter, 1 + 2 * which, who).text, html)


def samsung(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    above = [RULERS[language], *header(language, who)]
    html = f"<body>{divs(typed)}<div><br></div>{divs(above)}<div><br></div>{paragraphs(letter)}</body>"
    return Form("\n".join([*typed, "", "", *above, "", *letter]), html if which % 2 else "")


def notes(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    del which
    cells = "".join(
        f"<tr><td><font color=#5f5f5f>{escape(label)}</font></td><td>{escape(value)}</td></tr>"
        for label, value in zip(
            LABELS[language], (who, DAYS[language], "lise@client.example", "F"), strict=True
        )
    )
    shown = "<br>".join(map(escape, typed))
    html = f"<font size=2>{shown}</font><br><br><table>{cells}</table><hr>{paragraphs(letter)}"
    return Form("\n".join([*typed, "", "", *header(language, who), "", *letter]), html)


def orange(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    del which
    block = ["Message du 09/06/26 10:32", *header(language, who)]
    return Form("\n".join([*typed, "", *(f"> {line}" for line in [*block, "", *letter])]))


def gmx(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    del which
    html = (
        f'<div style="font-family: Verdana">{divs(typed)}<div>&nbsp;<div name="quote" style="border-left:2px solid">'
        f"<div>{'<br/>'.join(f'<b>{escape(line)}</b>' for line in header(language, who))}</div>"
        f'<div name="quoted-content">{paragraphs(letter)}</div></div></div></div>'
    )
    return Form("", html)


def yahoo(language: str, typed: list[str], letter: list[str], which: int = 0, who: str = FIRM) -> Form:
    made = ATTRIBUTIONS[language][which % len(ATTRIBUTIONS[language])].format(who=who)
    html = (
        f'<div class="yahoo-style-wrap">{divs(typed)}</div><div id="ydp1yahoo_quoted_" class="yahoo_quoted">'
        f"<div><div>{escape(made)}</div><div><br></div>{divs(letter)}</div></div>"
    )
    return Form("\n".join([*typed, "", f"    {made}", " ", *(f" {line}" for line in letter)]), html)


FORMS: dict[str, Callable[..., Form]] = {
    form.__name__: form
    for form in (gmail, plain, apple, outlook, outlook_web, samsung, notes, orange, gmx, yahoo)
}


def wrapped(line: str, width: int) -> list[str]:
    """Wrap as a mail program does, at spaces that may be broken."""
    lines = [""]
    for word in line.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip(" ")
    return lines


def divs(lines: list[str]) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in lines)


def paragraphs(lines: list[str]) -> str:
    return "".join(f'<p class="MsoNormal">{escape(line) or "&nbsp;"}</p>\n' for line in lines)
