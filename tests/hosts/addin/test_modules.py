"""The wrappers themselves, run: VBA, then the real `call_udf` of xlwings, then VBA again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from pyopenvba.interpreter import (
    MISSING as LEFT_OUT,
)
from pyopenvba.interpreter import (
    HostBridge,
    Interpreter,
    VBAArray,
    VBAErrorValue,
    VBAInt,
    VBAObject,
    VBARuntimeError,
    method,
)

from kamxl.actions.catalogue import CATALOGUE as ACTIONS
from kamxl.cells import CellError
from kamxl.functions.catalogue import CATALOGUE
from kamxl.functions.spec import Function
from kamxl.hosts.addin.modules import (
    RESERVED,
    by_hand,
    functions_module,
    on_action,
    ribbon_module,
    spelled,
    wizard_module,
    words_module,
)
from kamxl.text import LANGUAGES, Language
from tests.functions.cases import Argument, Case
from tests.hosts.excel import com
from tests.hosts.excel.com import MISSING, ComRange, windows
from tests.hosts.functions import FunctionContract, Rows

Run = Callable[..., Any]
ERROR_CODES = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}


class Cells(VBAObject):
    """A range, or a value that only COM knows, handed on as it is."""

    vba_type = "Range"

    def __init__(self, held: object) -> None:
        super().__init__()
        self.held = held


class Server(VBAObject):
    """Python's end of the bridge, with the shapes in which xlwings' COM server answers."""

    vba_type = "XLPython"

    def __init__(self, udfs: Any) -> None:
        super().__init__()
        self.udfs = udfs

    @method
    def CallUDF(self, module: object, name: object, arguments: object) -> object:
        assert isinstance(arguments, VBAArray)
        given = tuple(map(as_com, arguments.items))
        rows = self.udfs.call_udf(str(module), str(name), given, None, None)
        if len(rows) > 1:
            return two_dimensional(rows)
        return rows[0][0] if len(rows[0]) == 1 else one_dimensional(rows[0])


def as_com(value: object) -> object:
    if value is LEFT_OUT:
        return MISSING
    return value.held if isinstance(value, Cells) else value


def one_dimensional(row: list[Any]) -> VBAArray:
    return VBAArray([(0, len(row) - 1)], items=list(row))


def two_dimensional(rows: list[list[Any]]) -> VBAArray:
    made = VBAArray([(0, len(rows) - 1), (0, len(rows[0]) - 1)])
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            made.items[made.offset([down, across])] = value
    return made


class Excel(HostBridge):
    def __init__(self, udfs: Any) -> None:
        self.server: VBAObject = Server(udfs)

    def global_object(self, name: str) -> object:
        return self.server if name.lower() == "python_" else super().global_object(name)

    def has_global_member(self, name: str) -> bool:
        return name.lower() == "python_"

    def constant(self, name: str) -> object:
        return VBAInt(2042, "Long") if name.lower() == "xlerrna" else super().constant(name)


# The bridge as it is, with the library's start replaced by what stands in for Python here.
BRIDGE = re.sub(
    r"Private Function Server\(\).*?End Function",
    "Private Function Server() As Object\n    Set Server = python_\nEnd Function",
    by_hand("KamBridge", version="0", xlwings="0"),
    flags=re.DOTALL,
)


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with windows() as udfs:
        vba = Interpreter(Excel(udfs))
        vba.add_module(by_hand("KamCells", version="0", xlwings="0"), name="KamCells")
        vba.add_module(words_module(ACTIONS), name="KamWords")
        vba.add_module(BRIDGE, name="KamBridge")
        vba.add_module(functions_module(CATALOGUE), name="KamFunctions")

        def run_as_a_cell_does(name: str, *arguments: object) -> Any:
            return shown(vba.run(name, list(map(given, arguments))))

        yield run_as_a_cell_does


def given(value: object) -> object:
    """Return what Excel hands to a function of VBA: a range, a value, or nothing at all."""
    if isinstance(value, tuple):
        return Cells(ComRange([[cell(one) for one in row] for row in value]))
    if value is None:
        return LEFT_OUT
    if isinstance(value, (CellError, dt.date)):
        return Cells(cell(value))
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def cell(value: object) -> object:
    """Return what COM hands over for the cell of a range."""
    if isinstance(value, CellError):
        return com.ERROR_CODES[value.value]
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def shown(value: object) -> Any:
    """What the cells show, an error as its word in a tuple so that no text is taken for one."""
    if isinstance(value, VBAArray):
        (first, last), *rest = value.bounds
        if not rest:
            return [shown(item) for item in value.items]
        ((left, right),) = rest
        return [
            [shown(value.items[value.offset([row, column])]) for column in range(left, right + 1)]
            for row in range(first, last + 1)
        ]
    if isinstance(value, VBAErrorValue):
        words = {code: word for word, code in ERROR_CODES.items()}
        return (words[value.number],)
    return value


def expected(result: Any) -> Any:
    rows = result if isinstance(result, (list, tuple)) else ((result,),)
    cells = [[close(cell) for cell in row] for row in rows]
    if len(cells) > 1:
        return cells
    return cells[0][0] if len(cells[0]) == 1 else cells[0]


def close(value: Any) -> Any:
    if isinstance(value, str):
        return (value,) if value in ERROR_CODES else value
    return pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("function", CATALOGUE, ids=lambda function: function.name)
def test_every_example_gives_its_result_through_its_wrapper(run: Run, function: Function) -> None:
    assert run(function.name, *function.example.arguments) == expected(function.example.result)


class TestWrappers(FunctionContract):
    """Through VBA, `call_udf` and VBA again."""

    @pytest.fixture(autouse=True)
    def _running(self, run: Run) -> None:
        self.run = run

    def evaluate(self, function: str, arguments: Sequence[Argument]) -> Rows:
        found = self.run(function, *arguments)
        rows = found if isinstance(found, list) and isinstance(found[0], list) else [found]
        return [
            [CellError(one[0]) if isinstance(one, tuple) else one for one in row]
            for row in (row if isinstance(row, list) else [row] for row in rows)
        ]

    def takes(self, case: Case) -> bool:
        return not case.jagged


@pytest.mark.parametrize("word", ERROR_CODES)
def test_the_word_of_an_error_is_that_error_in_a_cell(run: Run, word: str) -> None:
    assert run("AsCells", word) == (word,)


def test_an_array_has_its_errors_where_they_belong(run: Run) -> None:
    cells = ((8.0, ""), ("#N/A", 5.0))
    assert run("AsCells", one_dimensional(["#N/A", 1.0, "n/a"])) == [("#N/A",), 1.0, "n/a"]
    assert run("AsCells", two_dimensional([list(row) for row in cells])) == [
        [8.0, ""],
        [("#N/A",), 5.0],
    ]


def test_text_that_begins_like_an_error_stays_text(run: Run) -> None:
    assert run("AsCells", "#1 of all") == "#1 of all"
    assert run("AsCells", "#n/a") == "#n/a"


def test_a_long_text_is_whole_in_a_cell_and_shortened_in_an_array(run: Run) -> None:
    text = "x" * 300
    assert run("AsCells", text) == text
    assert run("AsCells", one_dimensional([text, 1.0])) == ["x" * (255 - 3) + "...", 1.0]


def test_a_wrong_argument_is_an_error_and_not_a_text(run: Run) -> None:
    assert run("KAM_HHI", "a word") == ("#VALUE!",)


def test_an_optional_argument_left_out_has_its_default(run: Run) -> None:
    assert run("KAM_TIER", 8.0) == "A"


class Silent(VBAObject):
    """Python that does not start, as COM says it."""

    vba_type = "XLPython"

    @method
    def CallUDF(self, *_: object) -> object:
        raise VBARuntimeError(1000, "the process did not start", where="xlwings")


def test_where_python_does_not_answer_a_cell_shows_that_there_is_nothing() -> None:
    excel = Excel(None)
    excel.server = Silent()
    vba = Interpreter(excel)
    vba.add_module(BRIDGE, name="KamBridge")
    vba.add_module(functions_module(CATALOGUE), name="KamFunctions")
    assert shown(vba.run("KAM_HHI", [1.0])) == ("#N/A",)


def test_python_is_started_with_quotes_that_stand_blanks_and_apostrophes() -> None:
    settings = (
        "Private Function Setting(ByVal key As String) As String\n"
        '    If key = "python" Then Setting = "D:\\Program Files\\python.exe"\n'
        '    If key = "doorways" Then Setting = "D:\\O\'Brien\\udfs"\n'
        "End Function"
    )
    vba = Interpreter()
    pattern = r"Private Function Setting\(.*?End Function"
    vba.add_module(re.sub(pattern, lambda _: settings, BRIDGE, flags=re.DOTALL), name="KamBridge")
    assert vba.run("CommandLine") == (
        'cmd.exe /K ""D:\\Program Files\\python.exe" -P -c "import sys; '
        "sys.path.insert(0, 'D:\\\\O\\'Brien\\\\udfs'); import xlwings; "
        "xlwings.serve('$(CLSID)')\"\""
    )


def test_each_wrapper_has_the_arguments_of_the_catalogue() -> None:
    module = functions_module(CATALOGUE).replace("( _\n", "(").replace(", _\n", ", ")
    heads = re.findall(r"^Public Function (\w+)\((.*)\) As Variant$", module, re.MULTILINE)
    assert [name for name, _ in heads] == [function.name for function in CATALOGUE]
    for function, (_, arguments) in zip(CATALOGUE, heads, strict=True):
        declared = re.findall(r"(Optional )?ByVal (\w+) As Variant", arguments)
        assert [(name, not optional) for optional, name in declared] == [
            (spelled(argument.name), argument.required) for argument in function.arguments
        ]


def test_an_argument_with_a_word_of_vba_gets_an_underscore() -> None:
    assert spelled("step") == "step_"
    assert spelled("amounts") == "amounts"
    assert all(word == word.lower() for word in RESERVED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wizard_has_the_texts_of_each_function_in_both_languages(language: Language) -> None:
    made = wizard_module(CATALOGUE)
    name = {"en": "English", "de": "German"}[language]
    for function in CATALOGUE:
        body = made.split(f"Private Sub {name}_{function.name}()")[1].split("End Sub")[0]
        told = Interpreter()
        told.add_module(
            "Function Texts() As Variant\n"
            + body.replace(f'Describe "{function.name}", _', "Texts = Array( _").rstrip()
            + ")\nEnd Function\n",
            name="Told",
        )
        texts = told.run("Texts")
        assert isinstance(texts, VBAArray)
        text, arguments = texts.items
        assert text == function.help(language)
        assert arguments.items == [argument.help(language) for argument in function.arguments]


def test_each_action_has_its_procedure_that_runs_it() -> None:
    made = ribbon_module(ACTIONS)
    for action in ACTIONS:
        assert f"Public Sub {on_action(action)}(ByVal control As Object)\n" in made
        assert f'    RunAction "{action.key}"\n' in made


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_button_has_its_words_in_excels_language(language: Language) -> None:
    vba = Interpreter()
    german = "True" if language == "de" else "False"
    made = re.sub(
        r"Public Function InGerman.*?End Function",
        f"Public Function InGerman() As Boolean\n    InGerman = {german}\nEnd Function",
        words_module(ACTIONS),
        flags=re.DOTALL,
    )
    vba.add_module(made, name="KamWords")
    for action in ACTIONS:
        key = f"kam_{action.key}"
        assert vba.run("LabelOf", [key]) == action.label(language)
        assert vba.run("TipOf", [key]) == action.tip(language)
        assert vba.run("KeysOf", [key]) == action.keytip(language)
