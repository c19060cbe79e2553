"""LibreOffice as the tests see it: a workbook goes in, the recalculated cells come out."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import queue
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self

EditKind = Literal[
    "value", "string", "formula", "blank", "block", "insert_rows", "delete_rows",
    "insert_columns", "rename", "move", "add", "comment", "colour", "sort",
    "copy_row", "copy_sheet", "width",
]  # fmt: skip
Scalar = float | str | None

WORKER = Path(__file__).with_name("worker.py")
TIMEOUT = 120.0

# LibreOffice's codes for what Excel shows; every other code is a mistake in the formula itself.
# 502 (a bad argument) stands for Excel's #NUM! too, as in SQRT(-1): LibreOffice saves #VALUE!.
ERROR_WORDS = {
    502: "#VALUE!",
    503: "#NUM!",
    519: "#VALUE!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}


class OfficeError(Exception):
    """LibreOffice refused, died or was too slow."""


class OfficeMissing(OfficeError):
    """There is no LibreOffice with a Python bridge on this machine."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a sheet, at a row and column counted from 0."""

    sheet: str
    row: int
    column: int
    kind: EditKind
    value: float | str | Sequence[Sequence[Scalar]] | None

    @classmethod
    def number(cls, sheet: str, row: int, column: int, value: float) -> Self:
        return cls(sheet, row, column, "value", float(value))

    @classmethod
    def text(cls, sheet: str, row: int, column: int, value: str) -> Self:
        return cls(sheet, row, column, "string", value)

    @classmethod
    def formula(cls, sheet: str, row: int, column: int, value: str) -> Self:
        """A formula as Excel's file holds it: English names, commas, `Sheet!A1` or `table[Column]`.

        Not both kinds of reference in one formula.
        """
        return cls(sheet, row, column, "formula", value)

    @classmethod
    def blank(cls, sheet: str, row: int, column: int) -> Self:
        return cls(sheet, row, column, "blank", None)

    @classmethod
    def block(cls, sheet: str, row: int, column: int, rows: Sequence[Sequence[Scalar]]) -> Self:
        """A whole rectangle in one call: numbers, texts, and None for a blank."""
        return cls(sheet, row, column, "block", [list(line) for line in rows])

    @classmethod
    def layout(cls, kind: EditKind, sheet: str, row: int, column: int, value: float | str) -> Self:
        """What a person does to a sheet's layout: rows or columns in or out (`value` of them), its
        name or place, a new sheet, a copy of a row (to row `value`) or of a sheet (by the name
        `value` at place `row`), a comment, a cell's colour, or a column's width in 1/100 mm.
        """
        return cls(sheet, row, column, kind, value)

    @classmethod
    def sort(cls, sheet: str, row: int, column: int, bottom: int, right: int) -> Self:
        """Sort the rows of a range by its first column, the largest first."""
        return cls(sheet, row, column, "sort", [[bottom, right]])

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "kind": self.kind,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's used cells from A1 on.

    `data` holds numbers (a truth value is 1 or 0), texts ("" for blank) and None for an error;
    `formulas` is "" where there is none; `errors` maps (row, column) to LibreOffice's code.
    """

    name: str
    data: list[list[Scalar]]
    formulas: list[list[str]]
    errors: dict[tuple[int, int], int]

    def value(self, row: int, column: int) -> float | str:
        """Return the number or text of a cell, "" when blank, or Excel's word for its error."""
        if (row, column) in self.errors:
            code = self.errors[row, column]
            return ERROR_WORDS.get(code, f"Err:{code}")
        if row >= len(self.data) or column >= len(self.data[row]):
            return ""
        found = self.data[row][column]
        return "" if found is None else found

    def formula(self, row: int, column: int) -> str:
        if row >= len(self.formulas) or column >= len(self.formulas[row]):
            return ""
        return self.formulas[row][column]


class Sheets(Mapping[str, Sheet]):
    """The sheets of a recalculated workbook, by name, in their order."""

    def __init__(self, raw: Sequence[Mapping[str, Any]]) -> None:
        self._sheets = {
            item["name"]: Sheet(
                name=item["name"],
                data=item["data"],
                formulas=item["formulas"] or [],
                errors={
                    (int(row), int(column)): code
                    for key, code in item["errors"].items()
                    for row, column in [key.split(",")]
                },
            )
            for item in raw
        }

    def __getitem__(self, name: str) -> Sheet:
        return self._sheets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)


@dataclass(frozen=True, slots=True)
class Installation:
    """Where LibreOffice and the Python that speaks UNO are."""

    binary: Path
    python: Path


def find_installation() -> Installation:
    """Return this machine's LibreOffice, or raise OfficeMissing with the reason."""
    places = [
        os.environ.get("KAMXL_SOFFICE", ""),
        "/usr/lib/libreoffice/program/soffice.bin",
        "/usr/lib64/libreoffice/program/soffice.bin",
        *map(str, sorted(Path("/opt").glob("libreoffice*/program/soffice.bin"), reverse=True)),
    ]
    binary = next((Path(place) for place in places if place and Path(place).is_file()), None)
    if binary is None:
        raise OfficeMissing("no soffice.bin found (run `make office`)")
    if shutil.which("pdftoppm") is None:
        raise OfficeMissing("no pdftoppm found (run `make office`)")
    for place in (os.environ.get("KAMXL_UNO_PYTHON", ""), "/usr/bin/python3"):
        if not place or not Path(place).is_file():
            continue
        tried = subprocess.run(
            [place, "-E", "-s", "-c", "import uno"], capture_output=True, check=False, timeout=60
        )
        if tried.returncode == 0:
            return Installation(binary, Path(place))
    raise OfficeMissing("no Python with UNO found (run `make office`)")


class Office:
    """A LibreOffice of one's own: started at the first call, restarted once when it dies.

    Every call works on a copy, so the given file stays as it is. `locale` (such as "de-DE") is the
    locale of the program and so of a loaded workbook; changing it in a call restarts the program.
    """

    def __init__(self, workdir: Path, locale: str = "en-US", timeout: float = TIMEOUT) -> None:
        self.installation = find_installation()
        self.workdir = workdir.resolve()
        self.locale = locale
        self.timeout = timeout
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.workdir.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # ------------------------------------------------------------ what tests call

    def version(self) -> str:
        return str(self._ask({"action": "version"}))

    def recalculate(
        self,
        path: Path,
        edits: Sequence[Edit] = (),
        save_as: Path | None = None,
        locale: str | None = None,
        *,
        formulas: bool = True,
    ) -> Sheets:
        """Open a copy, edit, recalculate everything, and return all used cells."""
        return self.recalculate_steps(path, [edits], save_as, locale, formulas=formulas)[0]

    def recalculate_steps(
        self,
        path: Path,
        steps: Sequence[Sequence[Edit]],
        save_as: Path | None = None,
        locale: str | None = None,
        *,
        formulas: bool = True,
        by_itself: bool = False,
    ) -> list[Sheets]:
        """Open a copy once and return all used cells after each of several rounds of edits.

        All is recalculated after each round, unless the program is left to do it `by_itself`: then
        it computes what it thinks has changed, as it does while a person types.
        """
        request = {
            "action": "recalculate",
            "steps": [[edit.to_json() for edit in edits] for edits in steps],
            "formulas": formulas,
            "by_itself": by_itself,
            "locale": locale or self.locale,
        }
        with self._copy(path) as copy:
            request["path"] = str(copy)
            saved = copy.with_name(f"saved{(save_as or path).suffix}")
            if save_as is not None:
                request["save_as"] = str(saved)
            result = [Sheets(raw) for raw in self._ask(request)]
            if save_as is not None:
                shutil.move(saved, save_as)
        return result

    def follow(self, path: Path, targets: Sequence[str]) -> list[tuple[str, str]]:
        """Return the sheet and the cell to which a click on each target leads."""
        with self._copy(path) as copy:
            found = self._ask({"action": "follow", "path": str(copy), "targets": list(targets)})
        return [(sheet, cell) for sheet, cell in found]

    def resave(self, path: Path, out: Path, locale: str | None = None) -> Path:
        """Do what a colleague with LibreOffice does: open the file and save it."""
        return self._convert(path, out, locale)

    def convert_to_pdf(self, path: Path, out: Path, locale: str | None = None) -> Path:
        """Print the whole workbook into a PDF."""
        return self._convert(path, out, locale)

    def render(
        self, path: Path, outdir: Path, locale: str | None = None, dpi: int = 70
    ) -> list[Path]:
        """Print the workbook and return one picture per page, in order."""
        outdir.mkdir(parents=True, exist_ok=True)
        pdf = self.convert_to_pdf(path, outdir / f"{path.stem}.pdf", locale)
        for old in outdir.glob(f"{path.stem}-*.png"):
            old.unlink()
        subprocess.run(
            ["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(outdir / path.stem)],
            check=True,
            timeout=self.timeout,
        )
        return sorted(outdir.glob(f"{path.stem}-*.png"))

    def close(self) -> None:
        """End the worker and everything it started."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        self._kill_group(process)

    # ------------------------------------------------------------ how it works

    def _convert(self, path: Path, out: Path, locale: str | None) -> Path:
        with self._copy(path) as copy:
            made = copy.with_name(f"made{out.suffix}")
            self._ask(
                {
                    "action": "convert",
                    "path": str(copy),
                    "out": str(made),
                    "locale": locale or self.locale,
                }
            )
            shutil.move(made, out)
        return out

    @contextlib.contextmanager
    def _copy(self, path: Path) -> Iterator[Path]:
        folder = self.workdir / f"call-{next(self._numbers)}"
        folder.mkdir(parents=True)
        try:
            yield Path(shutil.copy(path, folder / path.name))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _ask(self, request: dict[str, Any]) -> Any:
        request.setdefault("locale", self.locale)
        line = json.dumps(request)
        answer = self._try(line)
        if answer is None:
            answer = self._try(line)  # a dead worker is replaced once
        if answer is None:
            raise OfficeError(f"LibreOffice died twice on {request['action']}\n{self._log()}")
        reply = json.loads(answer)
        if "error" in reply:
            message = str(reply["error"])
            raise OfficeError(f"{request['action']}: {message}")
        return reply["result"]

    def _try(self, line: str) -> str | None:
        """Return the answer to a line, or None when the worker or LibreOffice died."""
        process = self._process
        if process is not None and process.poll() is not None:
            self._drop(process)
            process = None
        if process is None:
            process = self._start()
        assert process.stdin is not None
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=self.timeout)
        except queue.Empty:
            self._drop(process)
            raise OfficeError(f"no answer within {self.timeout:g} seconds\n{self._log()}") from None
        except OSError:
            answer = None
        if answer is None or "DisposedException" in answer[:200]:
            self._drop(process)
            return None
        return answer

    def _start(self) -> subprocess.Popen[str]:
        self.workdir.mkdir(parents=True, exist_ok=True)
        profile = self.workdir / f"profile-{next(self._numbers)}"
        # A session of its own, so that the worker and LibreOffice can be ended as one group.
        with (self.workdir / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [
                    str(self.installation.python),
                    "-E",
                    "-s",
                    str(WORKER),
                    f"--binary={self.installation.binary}",
                    f"--profile={profile}",
                    f"--locale={self.locale}",
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        assert process.stdout is not None
        answers: queue.Queue[str | None] = queue.Queue()
        reader = threading.Thread(target=_forward, args=(process.stdout, answers), daemon=True)
        reader.start()
        self._process, self._answers, self._reader = process, answers, reader
        return process

    def _drop(self, process: subprocess.Popen[str]) -> None:
        self._process = None
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        self._kill_group(process)

    def _kill_group(self, process: subprocess.Popen[str]) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if self._reader is not None:
            self._reader.join(5)

    def _log(self) -> str:
        log = self.workdir / "worker.log"
        return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""


def _forward(stream: IO[str], answers: queue.Queue[str | None]) -> None:
    """Pass lines on, and None once the worker has gone."""
    with stream:
        for line in stream:
            answers.put(line)
    answers.put(None)
