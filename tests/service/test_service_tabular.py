"""Lists as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from waqai.ledger.engine import open_ledger
from waqai.ledger.filters import Filters, LedgerError
from waqai.service import Desk, tabular


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@x", "\tx"])
def test_a_cell_is_never_a_formula(text: str) -> None:
    assert tabular._plain(text) == f"'{text}"
    assert tabular._plain("x") == "x" and tabular._plain(-3) == -3


def test_an_unknown_kind_or_profile_is_named(tmp_path: Path) -> None:
    desk = Desk(open_ledger(tmp_path / "l.db"))
    with pytest.raises(LedgerError, match="exe"):
        tabular.table_file(desk, Filters(), None, ["date"], "exe", "ar")
    with pytest.raises(LedgerError, match="exe"):
        tabular.profile_file(desk, Filters(), None, "exe", "x")
    assert tabular.table_file(desk, Filters(), None, ["date"], "csv", "en").data.decode("utf-8-sig") == "When\r\n"
    desk.close()
