"""Libraries without the parts that are not used: what is loaded, and that the rest works as before."""

import json
import subprocess
import sys

CALENDAR = """
import json, sys
from datetime import date
import relanced
import holidays

print(json.dumps([sorted(holidays.country_holidays("FR", subdiv="6AE", years=2027)) == sorted(
    holidays.country_holidays("FRA", subdiv="6AE", years=2027)),
    date(2027, 3, 26) in holidays.country_holidays("FR", subdiv="6AE"),
    date(2027, 3, 26) in holidays.financial_holidays("ECB"),
    sum(name.startswith("holidays.countries.") for name in sys.modules)]))
"""

ALL = """
import relanced
import holidays
from holidays.registry import COUNTRIES, FINANCIAL

for code in holidays.list_supported_countries(include_aliases=False):
    assert holidays.country_holidays(code, years=2027) is not None
for code in holidays.list_supported_financial(include_aliases=False):
    assert holidays.financial_holidays(code, years=2027) is not None
"""

LOG = """
import sys
from relanced.edge.log import set_up_log
import structlog

set_up_log()
structlog.get_logger().info("here")
print("rich" in sys.modules)
import rich.table
print(structlog.dev.rich)
"""


def run(program: str) -> str:
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return ended.stdout


def test_a_country_is_loaded_alone_and_knows_its_days() -> None:
    same, good_friday_in_alsace, target_closed, loaded = json.loads(run(CALENDAR))
    assert (same, good_friday_in_alsace, target_closed) == (True, True, True)
    assert loaded == 1


def test_every_country_and_market_can_still_be_loaded() -> None:
    run(ALL)


def test_the_log_works_without_rich_which_others_can_load() -> None:
    assert run(LOG).split() == ["False", "None"]
