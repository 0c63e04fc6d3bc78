"""Bank files of any length made to cost their readers more than that: by what they are filled with."""

from collections.abc import Callable

from bank_files import (
    PAYER,
    WORDS,
    camt,
    cfonb,
    client_coda,
    coda,
    complement,
    details,
    entry,
    information_coda,
    move43,
    move_coda,
    movement,
    mt940,
    norma43,
    ofx,
    payer_coda,
    words43,
)

SHORT, LONG = 2_000, 16_000  # units: eight times as many; a square takes sixty-four times as long
CSV = "Date;Contrepartie;Montant;Motif\n"
VIR = ":61:2610151015C1210,00NTRFNONREF//1\n:86:"

SHAPES: dict[str, Callable[[int], bytes]] = {
    "camt entries": lambda n: camt(*[entry(details(PAYER + WORDS))] * (n // 20)),
    "camt batch": lambda n: camt(entry(details(*['<Amt Ccy="EUR">1.00</Amt>'] * (n // 20)), amount="99999")),
    "camt words": lambda n: camt(entry(details("<RmtInf><Ustrd>" + "a " * n + "</Ustrd></RmtInf>"))),
    "camt remittances": lambda n: camt(entry(details("<RmtInf><Ustrd>F</Ustrd></RmtInf>" * (n // 10)))),
    "mt940 entries": lambda n: mt940(*[VIR + "ORDENANTE: A CONCEPTO: F1"] * (n // 20)),
    "mt940 one line": lambda n: mt940(VIR + "/NAME/" * n),
    "mt940 question marks": lambda n: mt940(VIR + "166?00" + "?20" * n),
    "mt940 spaces": lambda n: mt940(VIR + " a:" * n),
    "mt940 lines": lambda n: mt940(VIR + "x", *["y"] * n),
    "mt940 figures": lambda n: mt940(":61:" + "1" * n),
    "mt940 statements": lambda n: b":20:A\n:25:1\n" + b":20:B\n" * n,
    "cfonb complements": lambda n: cfonb(
        movement("VIR X", "1{"), *[complement("LIB", "TIREUR " * 9)] * (n // 20)
    ),
    "cfonb one line": lambda n: cfonb(movement("VIR X", "1{")) + b"0" * n,
    "norma43 movements": lambda n: norma43(*[move43(1), words43("TRANSFERENCIA DE A: B", "C")] * (n // 20)),
    "norma43 words": lambda n: norma43(move43(1), *[words43("A" * 38, "B" * 38)] * (n // 20)),
    "norma43 one line": lambda n: norma43(move43(1)) + b"0" * n,
    "coda movements": lambda n: coda(*[move_coda(1, "a: b"), payer_coda("A")] * (n // 20)),
    "coda details": lambda n: coda(
        move_coda(n // 20, code="20150000"), *[move_coda(1, detail=1, code="60150000")] * (n // 20)
    ),
    "coda words": lambda n: coda(move_coda(1), *[client_coda("A" * 53)] * (n // 20)),
    "coda information": lambda n: coda(
        move_coda(1),
        *[information_coda("001" + "A" * 70, structured=True)] * (n // 40),
        *["32" + "B" * 120] * (n // 40),
    ),
    "coda one line": lambda n: coda(move_coda(1)) + b"0" * n,
    "bare rows": lambda n: b"".join(
        b"1\tEUR\t20261015\t%d,00\t%d,00\t20261015\t1,00\tA: B\n" % (row, row + 1) for row in range(n // 20)
    ),
    "bare columns": lambda n: (("1,00;" * 29 + "01.10.2026\n") * (n // 100)).encode(),
    "ofx movements": lambda n: ofx(*["<TRNAMT>1<NAME>A"] * (n // 20)).encode(),
    "ofx nested": lambda n: ofx("<A>" * n).encode(),
    "ofx cdata": lambda n: ofx("<![CDATA[" * n).encode(),
    "ofx ends": lambda n: ofx("</A>" * n).encode(),
    "csv rows": lambda n: (CSV + "15/10/2026;ACME;1,00;F1\n" * (n // 20)).encode(),
    "csv quotes": lambda n: (CSV + '"' * n).encode(),
    "csv open quote": lambda n: (CSV + '"a' + "\nb;c" * (n // 4)).encode(),
    "csv separators": lambda n: (";" * n).encode(),
    "csv figures": lambda n: (CSV + "15/10/2026;A;" + "1." * n + ";F\n").encode(),
    "csv brackets": lambda n: (
        CSV + ("15/10/2026;" + "@(" * 300 + ";1,00;" + "- a" * 300 + "\n") * (n // 400)
    ).encode(),
    "csv nothing": lambda n: (CSV + "\x00" * n).encode(),
}
