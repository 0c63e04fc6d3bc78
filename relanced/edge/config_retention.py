"""The [retention] table of a configuration file: for how long the words of mails are kept once all is settled."""

from typing import Annotated

from pydantic import Field

from relanced.edge.config_table import Table


class RetentionTable(Table):
    """[retention]: without it words stay for as long as the store does."""

    months: Annotated[int, Field(ge=1, le=120)] | None = (
        None  # after the last invoice of a client was settled
    )
