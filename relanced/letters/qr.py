"""The firm's account, an amount and a reference in, the QR code that a banking app pays from out. Pure.

EPC069-12, «Quick Response Code: Guidelines to enable data capture for the initiation of an SCT»,
version 002: ten lines and more, UTF-8, error correction M, euros only.
"""

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from relanced.letters.plain import plain
from relanced.model.money import Money
from relanced.model.rules import Firm

if TYPE_CHECKING:
    from segno import QRCode

NAME_CAP = 70  # characters, EPC069-12
TEXT_CAP = 140
_LEAST, _MOST = 1, 99_999_999_999  # cents
_MODULE = 8  # pixels: 57 modules make 456 pixels, which a camera reads from a screen


@dataclass(frozen=True, slots=True)
class Qr:
    """One code, as two images. The same payment gives the same bytes."""

    png: bytes
    svg: str  # without a size of its own
    amount: Money


def epc_qr(firm: Firm, amount: Money, reference: str) -> Qr | str:
    """The code for paying this amount to the firm's own account, or why there is none.

    `reference` is what the payer's bank passes on as remittance information: at most 140
    characters are kept.
    """
    if not firm.iban:
        return "firm.iban is not set"
    if amount.currency != "EUR":
        return f"such a code pays euros only, not {amount.currency}"
    if not _LEAST <= amount.cents <= _MOST:
        return f"such a code pays from 0.01 to 999999999.99 EUR, not {amount.plain}"
    # 2 MB, with Python's own HTTP client among them, that a service without such a letter never needs.
    from segno.encoder import DataOverflowError  # noqa: PLC0415
    from segno.helpers import make_epc_qr  # noqa: PLC0415

    try:
        code = make_epc_qr(
            name=_capped(firm.name, NAME_CAP),
            iban=plain(firm.iban, 60).replace(" ", "").upper(),
            amount=Decimal(amount.plain),
            text=_capped(reference, TEXT_CAP),
            bic=plain(firm.bic, 20).replace(" ", "").upper() if firm.bic else None,
            encoding="utf-8",
        )
    except (ValueError, DataOverflowError) as error:
        return str(error)
    return Qr(png=_png(code), svg=_svg(code), amount=amount)


def _capped(text: str, cap: int) -> str:
    """Cut without «…»: banks pass on plain letters, and a reference is looked for as it begins."""
    return plain(text, 4 * cap)[:cap].rstrip()


def _png(code: "QRCode") -> bytes:
    out = BytesIO()
    code.save(out, kind="png", scale=_MODULE, border=4)
    return out.getvalue()


def _svg(code: "QRCode") -> str:
    out = BytesIO()
    code.save(out, kind="svg", border=0, omitsize=True, xmldecl=False)
    return out.getvalue().decode()
