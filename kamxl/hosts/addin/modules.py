"""The add-in's VBA: modules written by hand, and modules projected from the catalogues.

Each is a plain function of what it is given and returns text with one line an item, so that a
difference between two versions can be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

from kamxl.actions.spec import GROUPS, Action
from kamxl.functions.spec import Function
from kamxl.hosts.addin.literals import literal
from kamxl.hosts.addin.words import CATEGORY, SAID
from kamxl.text import LANGUAGES, Language, Text

# Made by hand, in the package's folder `vba`; the module of the workbook is a class.
BY_HAND = ("KamCells", "KamBridge")
BOOK = "ThisWorkbook"
SCRIPT = "kamxl-{version}.applescript"
# What VBA keeps for itself among the words that an argument could be.
RESERVED = frozenset((
    "abs", "addressof", "alias", "and", "any", "append", "array", "as", "attribute", "base",
    "binary", "boolean", "byref", "byte", "byval", "call", "case", "close", "compare", "const",
    "currency", "date", "debug", "decimal", "declare", "default", "dim", "do", "double", "each",
    "else", "elseif", "empty", "end", "enum", "erase", "error", "event", "exit", "explicit",
    "false", "fix", "for", "friend", "function", "get", "global", "gosub", "goto", "if", "imp",
    "implements", "in", "input", "int", "integer", "is", "lbound", "len", "let", "lib", "like",
    "line", "lock", "long", "longlong", "longptr", "loop", "lset", "me", "mid", "mod", "module",
    "name", "new", "next", "not", "nothing", "null", "object", "on", "open", "option", "optional",
    "or", "output", "paramarray", "preserve", "print", "private", "property", "ptrsafe", "public",
    "put", "raiseevent", "random", "read", "redim", "rem", "reset", "resume", "return", "rset",
    "seek", "select", "set", "sgn", "shared", "single", "spc", "static", "step", "stop", "string",
    "sub", "tab", "text", "then", "time", "to", "true", "type", "typeof", "ubound", "unlock",
    "until", "variant", "wend", "while", "width", "with", "withevents", "write", "xor",
))  # fmt: skip


def by_hand(name: str, *, version: str, xlwings: str) -> str:
    """Return a module of the folder `vba`, bound to the versions it works with."""
    suffix = "cls" if name == BOOK else "bas"
    text = (resources.files("kamxl.hosts.addin") / "vba" / f"{name}.{suffix}").read_text("utf-8")
    return text.replace("{xlwings}", xlwings).replace("{script}", SCRIPT.format(version=version))


def spelled(argument: str) -> str:
    """Return the name of an argument in VBA: a reserved word gets an underscore behind it."""
    return f"{argument}_" if argument in RESERVED else argument


def functions_module(functions: Sequence[Function]) -> str:
    """Return the wrappers: one function a name, its arguments handed on as they come."""
    lines = ["Option Explicit", "", "' Made from the catalogue of functions."]
    for function in functions:
        names = [spelled(argument.name) for argument in function.arguments]
        declared = [
            f"{'' if argument.required else 'Optional '}ByVal {name} As Variant"
            for argument, name in zip(function.arguments, names, strict=True)
        ]
        head = f"Public Function {function.name}"
        lines += [
            "",
            *_call(head, declared, ") As Variant"),
            *_call(f'    {function.name} = Answer("{function.name}", Array', names, "))", indent=8),
            "End Function",
        ]
    return "\n".join(lines) + "\n"


def wizard_module(functions: Sequence[Function]) -> str:
    """Return what tells Excel's function wizard about each function, in Excel's language."""
    lines = [
        "Option Explicit",
        "Option Private Module",
        "",
        "' Made from the catalogue of functions.",
        "",
        "' The texts of the function wizard. Without them the functions work all the same, so",
        "' whatever Excel objects to is passed over. Excel refuses them for a hidden workbook in",
        "' some versions; then the add-in shows itself for that moment.",
        "Public Sub DescribeFunctions()",
        "    Dim german As Boolean",
        "    Dim hidden As Boolean",
        "",
        "    german = InGerman()",
        "    hidden = ThisWorkbook.IsAddin",
        "    On Error GoTo Shown",
        "    DescribeAll german",
        "    Exit Sub",
        "Shown:",
        "    Resume Again",
        "Again:",
        "    On Error GoTo Restored",
        "    Application.ScreenUpdating = False",
        "    ThisWorkbook.IsAddin = False",
        "    DescribeAll german",
        "Restored:",
        "    ThisWorkbook.IsAddin = hidden",
        "    If hidden Then ThisWorkbook.Saved = True",
        "    Application.ScreenUpdating = True",
        "End Sub",
        "",
        "Private Sub DescribeAll(ByVal german As Boolean)",
        "    If german Then",
        *(f"        German_{function.name}" for function in functions),
        "    Else",
        *(f"        English_{function.name}" for function in functions),
        "    End If",
        "End Sub",
        "",
        "Private Sub Describe(ByVal functionName As String, ByVal help As String, _",
        "        ByVal arguments As Variant)",
        "    If UBound(arguments) < LBound(arguments) Then",
        "        Application.MacroOptions Macro:=functionName, Description:=help, _",
        f"            Category:={literal(CATEGORY.en)}",
        "    Else",
        "        Application.MacroOptions Macro:=functionName, Description:=help, _",
        f"            Category:={literal(CATEGORY.en)}, ArgumentDescriptions:=arguments",
        "    End If",
        "End Sub",
    ]
    for function in functions:
        for language in LANGUAGES:
            lines += _described(function, language)
    return "\n".join(lines) + "\n"


def ribbon_module(actions: Sequence[Action]) -> str:
    """Return the callbacks of the ribbon: one Sub a button, and the words of each."""
    lines = [
        "Option Explicit",
        "",
        "' Made from the catalogue of actions. A callback is found by its name alone.",
    ]
    for action in actions:
        lines += [
            "",
            f"Public Sub {on_action(action)}(ByVal control As Object)",
            f'    RunAction "{action.key}"',
            "End Sub",
        ]
    for callback, words in (
        ("KamGetLabel", "Label"),
        ("KamGetTip", "Tip"),
        ("KamGetKeys", "Keys"),
    ):
        lines += [
            "",
            f"Public Sub {callback}(ByVal control As Object, ByRef returned As Variant)",
            f"    returned = {words}Of(control.ID)",
            "End Sub",
        ]
    return "\n".join(lines) + "\n"


def words_module(actions: Sequence[Action]) -> str:
    """Return every word that the add-in shows, in Excel's language."""
    labels: dict[str, Text] = {group_id(key): label for key, label in GROUPS.items()}
    labels |= {button_id(action): action.label for action in actions}
    lines = [
        "Option Explicit",
        "Option Private Module",
        "",
        "' Made from the catalogue of actions and from what the add-in itself says.",
        "",
        "' The primary language of Excel's own texts; German is 7, wherever it is spoken.",
        "Public Function InGerman() As Boolean",
        "    Dim settings As Object",
        "",
        "    On Error Resume Next",
        "    Set settings = Application.LanguageSettings",
        "    InGerman = ((settings.LanguageID(2) And 1023) = 7)",
        "End Function",
    ]
    for name, words in (
        ("LabelOf", labels),
        ("TipOf", {button_id(action): action.tip for action in actions}),
        ("KeysOf", {button_id(action): action.keytip for action in actions}),
        ("Said", SAID),
    ):
        lines += ["", *_choice(name, words)]
    return "\n".join(lines) + "\n"


def on_action(action: Action) -> str:
    """Return the name of the Sub behind a button: KamGoToFinding for go_to_finding."""
    return "Kam" + "".join(word.capitalize() for word in action.key.split("_"))


def button_id(action: Action) -> str:
    """Return the id of a button on the ribbon."""
    return f"kam_{action.key}"


def group_id(group: str) -> str:
    """Return the id of a group on the ribbon."""
    return f"kam_group_{group}"


def _call(head: str, items: Sequence[str], tail: str, indent: int = 4) -> list[str]:
    """Return `head(items tail`, broken after each item where it would be too long to read."""
    line = f"{head}({', '.join(items)}{tail}"
    if len(line) <= 100:
        return [line]
    broken = [f"{' ' * indent}{item}, _" for item in items]
    broken[-1] = broken[-1].removesuffix(", _") + tail
    return [f"{head}( _", *broken]


def _described(function: Function, language: Language) -> list[str]:
    name = {"en": "English", "de": "German"}[language]
    texts = [literal(argument.help(language)) for argument in function.arguments]
    lines = [
        "",
        f"Private Sub {name}_{function.name}()",
        f'    Describe "{function.name}", _',
        f"        {literal(function.help(language))}, _",
    ]
    if not texts:
        return [*lines, "        Array()", "End Sub"]
    lines += ["        Array( _", *(f"            {text}, _" for text in texts)]
    lines[-1] = lines[-1].removesuffix(", _") + ")"
    return [*lines, "End Sub"]


def _choice(name: str, words: Mapping[str, Text]) -> list[str]:
    """Return a function from a key to its words in the language of Excel."""
    lines = [
        f"Public Function {name}(ByVal key As String) As String",
        "    Dim german As Boolean",
        "",
        "    german = InGerman()",
        "    Select Case key",
    ]
    for key, text in words.items():
        lines += [
            f'        Case "{key}"',
            "            If german Then",
            f"                {name} = {literal(text.de)}",
            "            Else",
            f"                {name} = {literal(text.en)}",
            "            End If",
        ]
    return [*lines, "    End Select", "End Function"]
