"""Merged cells: only the first of them keeps what was written, the others are empty wherever a sheet is read."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO
from zipfile import ZipFile

from openpyxl.worksheet.cell_range import CellRange

from portal.files.archives import stream_xml


class Merges:
    """The merged ranges of a sheet, such as D2:D4, as far as its first columns go."""

    def __init__(self, ranges: Iterable[CellRange], width: int) -> None:
        self._columns: list[list[tuple[int, int, str]]] = [[] for _place in range(width)]
        for merged in ranges:
            for column in self._columns[merged.min_col - 1 : merged.max_col]:
                column.append((merged.min_row, merged.max_row, merged.coord))
        for column in self._columns:
            column.sort()

    def over(self, row: int) -> Mapping[int, str]:
        """The ranges that cover cells of the row, by the place of the cell."""
        found = {place: _covering(column, row) for place, column in enumerate(self._columns)}
        return {place: name for place, name in found.items() if name}


def _covering(column: list[tuple[int, int, str]], row: int) -> str:
    """Ranges never overlap, so only the last that begins above can reach the row."""
    place = bisect_right(column, row, key=lambda merged: merged[0]) - 1
    return column[place][2] if place >= 0 and column[place][1] >= row else ""


def merged_ranges(file: BinaryIO, sheet: Any) -> list[CellRange]:
    """The merged ranges of a sheet that openpyxl has opened for reading only, which leaves them out; the file is one
    that `open_archive` lets pass. Raises ValueError for what is no range."""
    with ZipFile(file) as archive:
        nodes = stream_xml(archive, sheet._worksheet_path, branch="row")
        return [CellRange(node.get("ref")) for node in nodes if node.tag.endswith("}mergeCell")]
