"""Make the pictures of docs/digest.md: `python tests/digest_pictures.py docs/pictures` (needs Chromium).

Not a test: `make pictures` runs it. The pictures are cut to their content and reduced to 128 colours.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from digest_sample import firm, sample

from relanced.letters.digest_html import page_as_html
from relanced.letters.digest_write import digest_page

CHROMIUM = "/usr/bin/chromium"


def shoot(page: Path, to: Path, wide: int, high: int, *, is_dark: bool) -> None:
    """One picture of a page, as wide as this window; `high` must hold all of it."""
    with tempfile.TemporaryDirectory() as profile:
        frame = page
        if wide < 500:  # Chromium's own window is never narrower: the page stands in a frame
            frame = Path(profile) / "frame.html"
            scheme = "dark" if is_dark else "light"
            frame.write_text(
                f'<!DOCTYPE html><html style="color-scheme:{scheme}"><body style="margin:0">'
                f'<iframe src="file://{page}" width="{wide}" height="{high}" style="border:0;display:block;'
                f'color-scheme:{scheme}"></iframe></body></html>',
                encoding="utf-8",
            )
        dark = (
            ["--blink-settings=preferredColorScheme=0"]
            if is_dark
            else ["--blink-settings=preferredColorScheme=1"]
        )
        subprocess.run(
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                f"--user-data-dir={profile}/profile",
                f"--window-size={max(wide, 500)},{high}",
                f"--screenshot={to}",
                *dark,
                f"file://{frame}",
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
    cut(to, wide)


def cut(picture: Path, wide: int) -> None:
    """Take off what is empty to the right and below, and write it small."""
    from PIL import Image, ImageChops  # noqa: PLC0415 - of this script alone

    image = Image.open(picture).convert("RGB")
    image = image.crop((0, 0, wide, image.height))
    corner = Image.new("RGB", image.size, image.getpixel((2, image.height - 2)))
    box = ImageChops.difference(image, corner).getbbox()
    bottom = min(image.height, (box[3] if box else image.height) + 24)
    image.crop((0, 0, wide, bottom)).quantize(128).save(picture, optimize=True)


def main(folder: Path) -> None:
    """Write every picture into this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as where:
        page = Path(where) / "digest.html"
        page.write_text(page_as_html(digest_page(sample(), firm())), encoding="utf-8")
        shoot(page, folder / "digest-phone.png", 360, 4600, is_dark=False)
        shoot(page, folder / "digest-desktop.png", 900, 3800, is_dark=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
