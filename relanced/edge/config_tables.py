"""The tables of a configuration file: every key, its type, its limits and its default; nothing else."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from relanced.edge import config_trade as t
from relanced.edge import config_values as v
from relanced.edge.config_digest import AlertsTable, DigestTable
from relanced.edge.config_judge import JudgeUrl, in_clear
from relanced.edge.config_ladder import LadderTable, StepTable
from relanced.edge.config_metrics import MetricsTable
from relanced.edge.config_notice import MAX_NOTICES, NoticeTable
from relanced.edge.config_oauth import Auth, OAuthTable
from relanced.edge.config_problems import KeysByTable, wrong
from relanced.edge.config_registers import RegistersTable
from relanced.edge.config_retention import RetentionTable
from relanced.edge.config_secret import Secret
from relanced.edge.config_table import Table, keys_of
from relanced.edge.config_web import WebTable
from relanced.edge.settings import Security, SentCopy
from relanced.model.client import ClientKind
from relanced.model.intents import Effect, Intent
from relanced.model.rules import Letters, Limits, Mode, ReplyRules, Thanks
from relanced.model.terms import EndOfMonth
from relanced.model.tone import Tone

_LIMITS, _LETTERS, _REPLIES = Limits(), Letters(), ReplyRules()
_EFFECTS = _REPLIES.effects
_WORD = Field(
    strict=False
)  # a word of a list: TOML has text only, pydantic's strict mode wants the enum itself


class PaperKind(StrEnum):
    """What an owner's rule takes a paper for."""

    INVOICE = "invoice"
    DEPOSIT = "deposit"
    CREDIT_NOTE = "credit_note"
    NONE = "none"


Port = Annotated[int, Field(ge=1, le=65535)]
Days = Annotated[int, Field(ge=0, le=60)]
EffectWord = Annotated[Effect, _WORD]
SecurityWord = Annotated[Security, _WORD]


class TermsTable(Table):
    """When an invoice is due that does not say it."""

    days: Annotated[int, Field(ge=0, le=365)] = 0
    months: Annotated[int, Field(ge=0, le=12)] = 0
    end_of_month: bool = False
    on_day: Annotated[int, Field(ge=1, le=31)] | None = None


def _some_terms(given: object) -> object:
    if not isinstance(given, dict) or not given:
        raise wrong("terms such as { days = 30, end_of_month = true }", "{ days = 0 } is payment on receipt")
    return given


TermsOfPayment = Annotated[TermsTable, BeforeValidator(_some_terms)]
EndOfMonthWord = Annotated[EndOfMonth, _WORD]


class FirmTable(Table):
    """[firm]: who chases."""

    name: v.Text
    addresses: list[v.Pattern] = Field(min_length=1)
    sender: v.Address | None = None
    country: v.Country = "FR"
    iban: v.Iban | None = None
    bic: t.Bic | None = None
    sender_name: v.Text = ""
    signatory: v.Text = ""
    postal: t.Postal = Field(default_factory=list)
    phone: t.Phone = ""
    registration: v.Text = ""
    payment_link: t.PaymentLink | None = None
    late_rate: t.LateRateText | None = None
    terms: TermsOfPayment | None = None
    end_of_month: EndOfMonthWord = EndOfMonth.DAYS_FIRST


class ImapTable(Table):
    """[imap]: where the mailbox is."""

    host: v.Host
    port: Port | None = None
    security: SecurityWord = Security.TLS
    user: v.Text
    auth: Annotated[Auth, _WORD] = Auth.PASSWORD
    password: Secret | None = None
    sent: v.SentFolders = None
    ca_file: v.FilePath | None = None


class SmtpTable(Table):
    """[smtp]: through whom letters leave."""

    host: v.Host
    port: Port | None = None
    security: SecurityWord = Security.TLS
    user: v.Text | None = None
    password: Secret | None = None
    login: bool = True
    save_sent: Annotated[SentCopy, _WORD] = SentCopy.AUTO
    self_bcc: bool = False
    ca_file: v.FilePath | None = None


class TrustTable(Table):
    """[trust]: what may be believed."""

    authserv_ids: list[v.Text] = Field(default_factory=list)
    key: Secret | None = None


class BankTable(Table):
    """[[bank]]: who may tell of money."""

    name: v.Text
    senders: list[v.Pattern] = Field(alias="from", min_length=1)
    profile: v.Text | None = None
    notice: list[NoticeTable] = Field(default_factory=list, max_length=MAX_NOTICES)


class CalendarTable(Table):
    """[calendar]: when a mail may leave."""

    country: v.Country | None = None
    subdivision: v.Text | None = None
    business_days: bool = True
    year_end_pause: bool = True
    hours: v.Hours = "09:00-12:00"


class LimitsTable(Table):
    """[limits]: brakes."""

    min_interval_days: Annotated[int, Field(ge=1, le=90)] = _LIMITS.min_interval_days
    per_hour: Annotated[int, Field(ge=1, le=1000)] = _LIMITS.per_hour
    per_day: Annotated[int, Field(ge=1, le=10_000)] = _LIMITS.per_day
    surprise: Annotated[int, Field(ge=1, le=10_000)] = _LIMITS.surprise
    ignore_below: t.Amount = _LIMITS.ignore_below
    approve_above: t.Amount | None = _LIMITS.approve_above
    max_reminders: Annotated[int, Field(ge=1, le=100)] = _LIMITS.max_reminders


class LettersTable(Table):
    """[letters]: what is written beside the steps."""

    thanks: Annotated[Thanks, _WORD] = _LETTERS.thanks
    withdraw: bool = _LETTERS.withdraw
    broken_promise: bool = _LETTERS.broken_promise


def _at_least_hold(given: object) -> object:
    """Doubt may only pause: what relanced must not decide by itself cannot be set to go on."""
    if given not in (Effect.HOLD, Effect.STOP):
        raise wrong('"hold" or "stop": after such a mail only a person lets the chasing go on')
    return given


HoldingWord = Annotated[EffectWord, BeforeValidator(_at_least_hold)]


class JudgeTable(Table):
    """[replies.judge]: a language model of the owner's, asked about replies that are not clear."""

    url: JudgeUrl
    model: v.Text
    seconds: Annotated[int, Field(ge=1, le=60)] = 10
    key: Secret | None = None
    insecure: bool = False

    @model_validator(mode="after")
    def _not_in_clear(self) -> Self:
        if in_clear(self.url) and not self.insecure:
            hint = (
                "clients' words would travel in clear; insecure = true allows it, for a network of your own"
            )
            raise wrong("https:// for a server on another machine", hint)
        return self


class RepliesTable(Table):
    """[replies]: what each intent does, for how many banking days, and the owner's own words for it."""

    dispute: HoldingWord = _EFFECTS[Intent.DISPUTE]
    promise: EffectWord = _EFFECTS[Intent.PROMISE]
    claims_paid: EffectWord = _EFFECTS[Intent.CLAIMS_PAID]
    plan_request: EffectWord = _EFFECTS[Intent.PLAN_REQUEST]
    query: EffectWord = _EFFECTS[Intent.QUERY]
    redirect: EffectWord = _EFFECTS[Intent.REDIRECT]
    insolvency: HoldingWord = _EFFECTS[Intent.INSOLVENCY]
    auto_reply: EffectWord = _EFFECTS[Intent.AUTO_REPLY]
    ack: EffectWord = _EFFECTS[Intent.ACK]
    unrelated: EffectWord = _EFFECTS[Intent.UNRELATED]
    not_sure: HoldingWord = _EFFECTS[Intent.NOT_SURE]
    breathing_days: Days = _REPLIES.breathing_days
    money_days: Days = _REPLIES.money_days
    promise_days: Days = _REPLIES.promise_days
    grace_days: Days = _REPLIES.grace_days
    dispute_words: v.Phrases = Field(default_factory=list)
    promise_words: v.Phrases = Field(default_factory=list)
    claims_paid_words: v.Phrases = Field(default_factory=list)
    plan_request_words: v.Phrases = Field(default_factory=list)
    query_words: v.Phrases = Field(default_factory=list)
    redirect_words: v.Phrases = Field(default_factory=list)
    insolvency_words: v.Phrases = Field(default_factory=list)
    auto_reply_words: v.Phrases = Field(default_factory=list)
    ack_words: v.Phrases = Field(default_factory=list)
    unrelated_words: v.Phrases = Field(default_factory=list)
    judge: JudgeTable | None = None


class ClientTable(Table):
    """[[client]]: which addresses are one client, and how to treat him."""

    match: list[v.Pattern] = Field(min_length=1)
    name: v.Text
    kind: Annotated[ClientKind, _WORD] = ClientKind.BUSINESS
    language: v.Language | None = None
    terms: TermsOfPayment | None = None
    end_of_month: EndOfMonthWord | None = None
    ladder: v.Name | None = None
    tone: Annotated[Tone, _WORD] | None = None
    country: v.Country | None = None
    subdivision: v.Text | None = None
    timezone: v.Timezone | None = None
    accounting: v.Address | None = None
    manager: v.Address | None = None
    phone: t.Phone = ""
    contact: v.Text = ""
    sales: v.Address | None = None
    postal: t.Postal = Field(default_factory=list)
    late_rate: t.LateRateText | None = None
    siren: t.Siren = ""


class InvoiceTable(Table):
    """[[invoice]]: where a layout of the owner's own holds what."""

    name: v.Text
    when: v.Expression | None = None
    kind: Annotated[PaperKind, _WORD] | None = None
    number: v.Expression | None = None
    issued: v.Expression | None = None
    due: v.Expression | None = None
    terms: v.Expression | None = None
    total: v.Expression | None = None
    currency: v.Currency | None = None
    client: v.Expression | None = None


class SourceTable(Table):
    """[[source]]: a folder beside Sent where invoices of ours arrive."""

    folder: v.Text
    senders: list[v.Pattern] | None = Field(alias="from", min_length=1, default=None)
    vouched: bool = False


class StoreTable(Table):
    """[store]: where the cache is."""

    url: v.StoreUrl | None = None


class FirmFile(Table):
    """A whole file: one firm with one mailbox."""

    mode: Annotated[Mode, _WORD] = Mode.OBSERVE
    timezone: v.Timezone = "Europe/Paris"
    language: v.Language = "fr"
    start_on: date
    templates: v.FolderPath | None = None
    bank_profiles: v.FolderPath | None = None
    laws: v.FolderPath | None = None
    firm: FirmTable
    imap: ImapTable
    oauth: OAuthTable | None = None
    smtp: SmtpTable
    trust: TrustTable = Field(default_factory=TrustTable)
    bank: list[BankTable] = Field(default_factory=list)
    step: list[StepTable] = Field(default_factory=list)
    ladder: list[LadderTable] = Field(default_factory=list)
    letters: LettersTable = Field(default_factory=LettersTable)
    calendar: CalendarTable = Field(default_factory=CalendarTable)
    limits: LimitsTable = Field(default_factory=LimitsTable)
    replies: RepliesTable = Field(default_factory=RepliesTable)
    client: list[ClientTable] = Field(default_factory=list)
    invoice: list[InvoiceTable] = Field(default_factory=list)
    source: list[SourceTable] = Field(default_factory=list)
    registers: RegistersTable = Field(default_factory=RegistersTable)
    digest: DigestTable | None = None
    alerts: AlertsTable | None = None
    web: WebTable | None = None
    retention: RetentionTable = Field(default_factory=RetentionTable)
    metrics: MetricsTable = Field(default_factory=MetricsTable)
    store: StoreTable = Field(default_factory=StoreTable)


def keys_by_table() -> KeysByTable:
    """The valid keys of every table of a configuration file, by where it stands."""
    return keys_of(FirmFile)
