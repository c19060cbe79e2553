"""A LibreOffice with kamxl's extension installed, for tests: JSON in, JSON out, one a line.

Runs on the Python that has UNO. What the menu does is dispatched as the menu does it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import traceback
from pathlib import Path

import uno

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "kamxl" / "hosts" / "office" / "shim"))

from kamxl_book import Book
from worker import Program, arguments, enter_formula, read, store


class Extended:
    def __init__(self, binary: str, profile: Path, extension: str) -> None:
        self.program = Program(binary, profile, "en-US")
        # As root unopkg knows shared extensions only; they lie in a folder of their own here.
        shared = f"-env:UNO_SHARED_PACKAGES_CACHE={(profile / 'shared').as_uri()}"
        (profile / "shared").mkdir(parents=True)
        environment = {key: value for key, value in os.environ.items() if key[:6] != "PYTHON"}
        environment["HOME"] = str(profile)
        done = subprocess.run(
            [
                str(Path(binary).with_name("unopkg.bin")),
                "add",
                "--force",
                "--suppress-license",
                "--shared",
                shared,
                f"-env:UserInstallation={(profile / 'adding').as_uri()}",
                extension,
            ],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        self.program.more = [shared]
        self.program.start()
        self.document = None

    def book(self) -> Book:
        return Book(self.program.context, self.document)

    # ------------------------------------------------------------ what is asked

    def open(self, path: str) -> None:
        self.close()
        self.document = self.program.open(path, hidden=False)

    def blank(self) -> None:
        self.close()
        self.document = self.program.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, ()
        )

    def close(self) -> None:
        if self.document is not None:
            self.document.close(True)
        self.document = None

    def port(self, what: str, given: list) -> object:
        return self.book().do(what, given)

    def press(self, key: str) -> None:
        helper = self.program.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", self.program.context
        )
        frame = self.document.CurrentController.Frame
        frame.activate()
        helper.executeDispatch(frame, f"service:com.kamxl.Actions?{key}", "", 0, ())

    def grid(self) -> list[dict]:
        self.document.calculate()
        return read(self.document, formulas=True)

    def type(self, sheet: str, row: int, column: int, formula: str) -> None:
        cell = self.document.Sheets.getByName(sheet).getCellByPosition(column, row)
        enter_formula(self.document, cell, formula.removeprefix("="))

    def calls(self, calls: list) -> list:
        """Put each call into cells of its own sheet, its arguments too; returns what is shown."""
        answers = []
        sheet = self.document.Sheets.getByIndex(0)
        for name, given, rows, columns in calls:
            sheet.clearContents(1023)
            top, parts = 100, []
            for one in given:
                if one is None:
                    parts.append("")
                    continue
                cells = one if isinstance(one, list) else [[one]]
                cells = cells if isinstance(cells[0], list) else [cells]
                bottom, right = top + len(cells) - 1, len(cells[0]) - 1
                self.book().do("enter", [sheet.Name, top, 0, cells])
                first = sheet.getCellByPosition(0, top).AbsoluteName.rpartition(".")[2]
                last = sheet.getCellByPosition(right, bottom).AbsoluteName.rpartition(".")[2]
                parts.append(f"{first}:{last}" if first != last else first)
                top = bottom + 2
            area = sheet.getCellRangeByPosition(0, 0, columns - 1, rows - 1)
            formula = f"={name}({';'.join(parts)})"
            if rows * columns == 1:
                area.getCellByPosition(0, 0).setFormula(formula)
            else:
                area.setArrayFormula(formula)
            self.document.calculate()
            shown = []
            for row in range(rows):
                line = []
                for column in range(columns):
                    cell = area.getCellByPosition(column, row)
                    if cell.getError():
                        line.append({"code": cell.getError()})
                    elif cell.FormulaResultType2 == 1:
                        line.append(cell.getValue())
                    else:
                        line.append(cell.getString())
                shown.append(line)
            answers.append(shown)
        return answers

    def state(self) -> dict:
        document = self.document
        return {
            "automatic": document.isAutomaticCalculationEnabled(),
            "locked": document.hasControllersLocked(),
            "undo": document.UndoManager.isLocked(),
            "active": self.book().do("active", []),
        }

    def others(self) -> list:
        """Close the other workbooks, and return where they are and what is in A1 of a sheet."""
        found = []
        for document in list(self.program.desktop.Components):
            if hasattr(document, "Sheets") and document.URL != self.document.URL:
                found.append([document.URL, len(document.Sheets.ElementNames)])
                document.close(True)
        return found

    def manual(self) -> None:
        self.document.enableAutomaticCalculation(False)

    def wizard(self, name: str) -> list:
        """Return what the function wizard shows of a function."""
        descriptions = self.program.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.sheet.FunctionDescriptions", self.program.context
        )
        told = {item.Name: item.Value for item in descriptions.getByName(name)}
        return [
            told["Description"],
            [[one.Name, one.Description] for one in told["Arguments"] or ()],
        ]

    def save(self, path: str) -> None:
        store(self.document, path)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("binary", "profile", "extension"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args()
    here = Extended(given.binary, Path(given.profile), given.extension)
    try:
        for line in sys.stdin:
            question = json.loads(line)
            try:
                reply = {"result": getattr(here, question["do"])(*question["given"])}
            except Exception as wrong:
                told = str(getattr(wrong, "Message", "") or wrong)
                reply = {"error": f"{type(wrong).__name__}: {told}"}
                traceback.print_exc()
            sys.stdout.write(json.dumps(reply) + "\n")
            sys.stdout.flush()
    finally:
        here.program.stop()


if __name__ == "__main__":
    assert uno
    assert arguments
    main()
