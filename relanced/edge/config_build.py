"""Checked tables in, Settings out: here stand the defaults that depend on other keys."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo

from relanced.edge.config_ladder import USUAL_STEPS, ladder_of, steps_of
from relanced.edge.config_notice import notice_rule
from relanced.edge.config_oauth import Auth
from relanced.edge.config_problems import Problems
from relanced.edge.config_relations import holidays_name
from relanced.edge.config_tables import (
    BankTable,
    ClientTable,
    FirmFile,
    JudgeTable,
    TermsTable,
)
from relanced.edge.config_trade import late_rate_of
from relanced.edge.config_values import hours_of, is_address
from relanced.edge.profiles import Profiles
from relanced.edge.settings import (
    ImapSettings,
    JudgeSettings,
    LoginWith,
    Security,
    Settings,
    SmtpSettings,
)
from relanced.model.client import ClientRule, People, Place
from relanced.model.intents import Effect, Intent
from relanced.model.ladder import Ladder
from relanced.model.law import LateRate, Laws
from relanced.model.rules import (
    BankRule,
    CalendarRules,
    Firm,
    InvoiceFolder,
    InvoiceRule,
    Letters,
    Limits,
    ReplyRules,
    Rules,
)
from relanced.model.terms import USUAL, Agreed, Counting, Terms

# The ports that RFC 8314 gives to TLS, and those that began in clear.
_IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143}
_SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25}


def settings_of(path: Path, table: FirmFile, profiles: Profiles, laws: tuple[Laws, Problems]) -> Settings:
    """What a file that has no problem says."""
    imap = ImapSettings(
        host=table.imap.host,
        port=table.imap.port or _IMAP_PORTS[table.imap.security],
        security=table.imap.security,
        user=table.imap.user,
        password=_sign_in(path, table),
        sent=None if table.imap.sent is None else tuple(table.imap.sent),
        sources=tuple(source.folder for source in table.source),
        ca_file=_path(table.imap.ca_file),
    )
    smtp = SmtpSettings(
        host=table.smtp.host,
        port=table.smtp.port or _SMTP_PORTS[table.smtp.security],
        security=table.smtp.security,
        user=table.smtp.user or imap.user,
        password=table.smtp.password.ref() if table.smtp.password else imap.password,
        login=table.smtp.login,
        save_sent=table.smtp.save_sent,
        self_bcc=table.smtp.self_bcc,
        ca_file=_path(table.smtp.ca_file),
    )
    return Settings(
        path=path,
        rules=_rules(table, profiles, laws[0]),
        imap=imap,
        smtp=smtp,
        authserv_ids=tuple(table.trust.authserv_ids),
        key=table.trust.key.ref() if table.trust.key else None,
        templates=_path(table.templates),
        retention=table.retention.months,
        metrics=table.metrics.address(),
        bank_profiles=_path(table.bank_profiles),
        laws=_path(table.laws),
        profile_problems=profiles.problems,
        law_problems=laws[1],
        store_url=table.store.url or _default_store(path),
        judge=_judge(table.replies.judge) if table.replies.judge else None,
        registers=table.registers.settings(),
        digest=table.digest.settings() if table.digest else None,
        alerts=table.alerts.settings() if table.alerts else None,
        web=table.web.settings() if table.web else None,
    )


def _rules(table: FirmFile, profiles: Profiles, laws: Laws) -> Rules:
    firm = _firm(table)
    return Rules(
        mode=table.mode,
        firm=firm,
        start_on=table.start_on,
        ladder=Ladder(steps_of(table.step or USUAL_STEPS, firm.sender)),
        ladders=tuple(ladder_of(ladder, firm.sender) for ladder in table.ladder),
        letters=Letters(**table.letters.model_dump()),
        laws=laws,
        calendar=_calendar(table),
        limits=Limits(**table.limits.model_dump()),
        replies=_replies(table),
        clients=tuple(_client(client, table) for client in table.client),
        banks=tuple(map(_bank, table.bank)),
        profiles=profiles.in_use,
        invoices=tuple(InvoiceRule(**rule.model_dump(mode="json")) for rule in table.invoice),
        invoice_folders=tuple(
            InvoiceFolder(
                folder=source.folder,
                senders=tuple(source.senders or table.firm.addresses),
                vouched=source.vouched,
            )
            for source in table.source
        ),
    )


def _bank(table: BankTable) -> BankRule:
    return BankRule(
        name=table.name,
        senders=tuple(table.senders),
        notices=tuple(map(notice_rule, table.notice)),
        profile=table.profile,
    )


def _client(table: ClientTable, firm: FirmFile) -> ClientRule:
    return ClientRule(
        match=tuple(table.match),
        name=table.name,
        kind=table.kind,
        language=table.language,
        terms=_terms(table.terms) if table.terms else None,
        end_of_month=table.end_of_month,
        ladder=table.ladder,
        tone=table.tone,
        place=_place(table, firm),
        people=People(
            accounting=table.accounting or "",
            manager=table.manager or "",
            phone=table.phone,
            contact=table.contact,
            sales=table.sales or "",
            postal=tuple(table.postal),
        ),
        late_rate=_late_rate(table.late_rate),
        siren=table.siren,
    )


def _place(table: ClientTable, firm: FirmFile) -> Place | None:
    """Where a client is; what is not written of it is as with the firm, but no part of another country."""
    if table.country is None and table.subdivision is None and table.timezone is None:
        return None
    own = _calendar(firm)
    country = table.country or own.country
    subdivision = None if table.subdivision is None else holidays_name(table.subdivision)
    return Place(
        country=country,
        subdivision=subdivision or (own.subdivision if table.country is None else None),
        timezone=None if table.timezone is None else ZoneInfo(table.timezone),
    )


def _late_rate(text: str | None) -> LateRate | None:
    return None if text is None else late_rate_of(text)


def _terms(table: TermsTable) -> Terms:
    """The owner's «end of month» is the words of his invoices: which reading they have is another key."""
    counting = Counting.EITHER if table.end_of_month else Counting.PLAIN
    return Terms(days=table.days, months=table.months, counting=counting, on_day=table.on_day)


def _firm(table: FirmFile) -> Firm:
    full = (address for address in table.firm.addresses if is_address(address))
    return Firm(
        name=table.firm.name,
        addresses=tuple(table.firm.addresses),
        sender=table.firm.sender or next(full, table.imap.user),
        country=table.firm.country,
        language=table.language,
        iban=table.firm.iban,
        bic=table.firm.bic,
        sender_name=table.firm.sender_name,
        signatory=table.firm.signatory,
        postal=tuple(table.firm.postal),
        phone=table.firm.phone,
        registration=table.firm.registration,
        payment_link=table.firm.payment_link,
        late_rate=_late_rate(table.firm.late_rate),
        agreed=Agreed(
            terms=_terms(table.firm.terms) if table.firm.terms else USUAL,
            end_of_month=table.firm.end_of_month,
        ),
    )


def _calendar(table: FirmFile) -> CalendarRules:
    hours = hours_of(table.calendar.hours)
    assert hours is not None, "the tables let no other hours through"
    subdivision = table.calendar.subdivision
    return CalendarRules(
        timezone=ZoneInfo(table.timezone),
        country=table.calendar.country or table.firm.country,
        subdivision=None if subdivision is None else holidays_name(subdivision),
        business_days=table.calendar.business_days,
        year_end_pause=table.calendar.year_end_pause,
        opens=hours[0],
        closes=hours[1],
    )


def _replies(table: FirmFile) -> ReplyRules:
    given = table.replies.model_dump(exclude={"judge"})
    effects = {intent: Effect(given.pop(intent.value)) for intent in Intent}
    words = {intent: tuple(given.pop(f"{intent.value}_words", ())) for intent in Intent}
    return ReplyRules(effects=effects, words={i: phrases for i, phrases in words.items() if phrases}, **given)


def _judge(table: JudgeTable) -> JudgeSettings:
    return JudgeSettings(
        url=table.url,
        model=table.model,
        seconds=table.seconds,
        key=table.key.ref() if table.key else None,
    )


def _sign_in(path: Path, table: FirmFile) -> LoginWith:
    if table.imap.auth is Auth.PASSWORD:
        assert table.imap.password is not None, "the relations between keys let no other file through"
        return table.imap.password.ref()
    assert table.oauth is not None, "the relations between keys let no other file through"
    store = (table.store.url or _default_store(path)).removeprefix("sqlite:///").partition("?")[0]
    return table.oauth.sign_in(table.imap.auth, table.imap.user, Path(store).parent)


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)


def _default_store(path: Path) -> str:
    """A database file for each configuration file: systemd's StateDirectory=, else the user's own."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]  # systemd parts several by colons
    folder = Path(given) if given else Path.home() / ".local/state/relanced"
    name = "relanced" if path.stem == "config" else path.stem
    return f"sqlite:///{folder.absolute() / name}.db"
