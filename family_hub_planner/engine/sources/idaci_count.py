"""Children in income-deprived families as counted: IDACI's numerator, before any estimate."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ColumnError
from .area_tables import Source, open_table, read_counts
from .columns import check_mapping_names, columns_there
from .headings import heading_key
from .reading import Reading

_NUMERATOR = "incomedeprivationaffectingchildrenindexidacinumerator"


def read_idaci_count(source: Source, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read children aged 0 to 15 in income-deprived families, from File 8 of the English indices.

    File 8, "Underlying Indicators", prints the numerators rounded to 5 and leaves out the small
    ones, which are missing here, never zero.

    Parameters
    ----------
    mapping
        `code` and `count` to headings.

    Returns
    -------
    Reading
        `area_code` and `income_deprived_children`; None where held back.

    Raises
    ------
    ColumnError
        No such column, or text or a negative number in it.
    CodesError
        An area that stands twice, or no code.
    """
    table = open_table(source)
    own = dict(mapping or {})
    check_mapping_names(own, ("code", "count"))
    heading = own.get("count") or next(
        (h for h in table.columns if heading_key(h).startswith(_NUMERATOR)), None
    )
    if heading is None:
        raise ColumnError(
            f"{table.name} has no column with the numerator of IDACI. Say which with count=.... "
            f"{columns_there(table)}"
        )
    wanted = {"income_deprived_children": heading}
    return read_counts(table, {**({"code": own["code"]} if "code" in own else {}), **wanted})
