"""Make the picture of docs/status.md: `python tests/status_picture.py docs/pictures` (needs Chromium).

Not a test. An invented firm's store, «relanced status» as a terminal of 100 columns shows it, its SVG as a small PNG.
"""

import io
import re
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from casework.casework_makers import bank_mail, credit, invoice, notice, reminder, reply
from casework.promises_makers import agreed
from cli_store import CONFIG
from digest_pictures import CHROMIUM
from rich.color import ColorSystem

from relanced.cli.common import App
from relanced.cli.main import main as command
from relanced.cli.words import PlainConsole
from relanced.edge.store import Store
from relanced.model.facts import Fact
from relanced.model.intents import Intent

COLUMNS, COLOURS, SCALE = 100, 24, 0.8
NAMES = (
    "Menuiserie Kerlann", "Mairie de Plouguerneau", "SCI Les Tilleuls", "Transports Keravel", "Boulangerie Le Goff",
    "Garage Morvan", "Hôtel du Port", "Cabinet Rivoal", "Ets Corre & Fils", "Pharmacie Centrale", "École Diwan",
    "Résidence Ar Mor", "Syndic Bihan", "Bistrot de l'Odet",
)  # fmt: skip
# client, amount, days from today on which it is due
OPEN = (
    (0, "4820.00", -103), (0, "1210.40", -40), (1, "12400.00", 12), (1, "3100.00", 25), (3, "2350.00", -64),
    (4, "640.00", -9), (5, "1890.50", -22), (6, "5400.00", -35), (7, "980.00", 6), (8, "760.00", -3),
    (9, "215.30", 19), (12, "3300.00", -1),
)  # fmt: skip
TODAY = date.today()  # noqa: DTZ011 - as the command takes it


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def facts() -> list[Fact]:
    """Half a year of fourteen clients, then what is open."""
    found: list[Fact] = [bank_mail(day(-1))]
    chance, number = Random(4), 0
    for client, name in enumerate(NAMES):
        habit = chance.choice([-2, 3, 8, 15, 30])
        for _ in range(chance.randint(2, 6)):
            due, total = day(-chance.randint(60, 170)), f"{chance.randint(20_000, 400_000) / 100:.2f}"
            came = due + timedelta(days=max(-20, habit + chance.randint(-3, 6)))
            number += 1
            found.append(_bill(number, client, total, due))
            if came <= TODAY:
                paid = credit(total, f"F2026-{number:03d}", name.upper(), on=came)
                found.append(notice(paid, on=came, mail=str(number)))
    numbers = {}
    for client, total, due_in in OPEN:
        number += 1
        numbers[total] = f"F2026-{number:03d}"
        found.append(_bill(number, client, total, day(due_in)))
    late, promised, disputed, plan = (numbers[each] for each in ("4820.00", "1210.40", "2350.00", "5400.00"))
    for what, client, ago, step in (
        (promised, 0, 30, "rappel"), (disputed, 3, 50, "rappel"), (disputed, 3, 36, "relance"),
        (late, 0, 90, "rappel"), (late, 0, 75, "relance"), (late, 0, 20, "derniere_relance"),
    ):  # fmt: skip
        found.append(reminder((what, step), on=day(-ago), to=f"compta@client{client}.example"))
    found.append(reply(Intent.DISPUTE, on=day(-6), sender="compta@client3.example", mentions=(disputed,)))
    word = reply(
        Intent.PROMISE, on=day(-4), sender="compta@client0.example", mentions=(promised,), promised_on=day(4)
    )
    parts = ((day(9), "1800.00"), (day(39), "1800.00"), (day(69), "1800.00"))
    return [*found, word, agreed(*parts, on=day(-12), of=(plan,))]


def _bill(number: int, client: int, total: str, due: date) -> Fact:
    return invoice(
        f"F2026-{number:03d}",
        to=f"compta@client{client}.example",
        total=total,
        on=due - timedelta(days=30),
        due=due,
        name=NAMES[client],
    )


def shown(folder: Path) -> str:
    """The command's terminal, as SVG."""
    config = folder / "firm.toml"
    text = CONFIG.replace("FOLDER", str(folder)).replace("Atelier Verrier SARL", "Atelier Le Bihan")
    config.write_text(text, encoding="utf-8")
    store = Store.open(f"sqlite:///{folder}/relanced.db", lock=True)
    store.record((), facts())
    store.save_folder_states({"INBOX": 1}, datetime.now(UTC))
    store.close()
    app, console = App(), PlainConsole()
    console.record, console.file, console.width = True, io.StringIO(), COLUMNS
    console._color_system = ColorSystem.TRUECOLOR
    app._consoles[False] = console
    command(["--config", str(config), "status"], obj=app, standalone_mode=False)
    return console.export_svg(title="relanced status")


def main(folder: Path) -> None:
    """Write the picture into this folder."""
    from PIL import Image  # noqa: PLC0415 - of this script alone

    with tempfile.TemporaryDirectory() as name:
        where = Path(name)
        svg = shown(where)
        (where / "status.svg").write_text(svg, encoding="utf-8")
        size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        assert size is not None
        wide, high = int(float(size[1])) + 1, int(float(size[2])) + 1
        page = f'<body style="margin:0;background:#fff"><img src="status.svg" width="{wide}" height="{high}"></body>'
        (where / "page.html").write_text(page, encoding="utf-8")
        command_line = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command_line += [f"--user-data-dir={where}/profile", f"--window-size={wide},{high}"]
        command_line += [f"--screenshot={where}/status.png", f"file://{where}/page.html"]
        subprocess.run(command_line, check=True, capture_output=True, timeout=60)
        image = Image.open(where / "status.png").convert("RGB")
    # The few colours that a terminal has, and greys for the edges of letters: else the many greys win.
    data = image.tobytes()
    counted = Counter(data[at : at + 3] for at in range(0, len(data), 3))
    vivid = [tuple(colour) for colour, _ in counted.most_common(COLOURS)]
    greys = [(41 + 8 * step,) * 3 for step in range(21)]
    flat = [part for colour in dict.fromkeys((*vivid, *greys)) for part in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette((flat + [0] * 768)[:768])
    small = image.resize((int(wide * SCALE), int(high * SCALE)), Image.Resampling.LANCZOS)
    small.quantize(palette=palette, dither=Image.Dither.NONE).save(folder / "status.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
