"""All of the add-in's VBA at once, checked for what Excel would stumble over without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata

from kamxl import __version__
from kamxl.actions.catalogue import CATALOGUE as ACTIONS
from kamxl.actions.spec import Action
from kamxl.errors import UsageError
from kamxl.functions.catalogue import CATALOGUE as FUNCTIONS
from kamxl.functions.spec import Function
from kamxl.hosts.addin import modules
from kamxl.hosts.addin.applescript import applescript
from kamxl.hosts.addin.literals import SourceError, source
from kamxl.hosts.addin.ribbon import PART, check, ribbon

# What is committed stays the same with another xlwings; a build has the version that is installed.
SHOWN = "0.37.8"
MODULE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_PUBLIC = re.compile(
    r"^(?:Public\s+)?(?:Static\s+)?(?:Sub|Function|Property\s+\w+|Const|Declare\s+PtrSafe\s+\w+)"
    r"\s+(\w+)",
    re.MULTILINE,
)
# A drive, a share or a folder of a system; "\\" alone is what escapes a path is made of.
_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\\w|/(?:Users|home|tmp|Applications|Library)/")


@dataclass(frozen=True, slots=True)
class Project:
    """Modules by name with their source, lines ended by LF, and the ribbon that calls them."""

    modules: Mapping[str, str]
    ribbon: str

    def __post_init__(self) -> None:
        names: Counter[str] = Counter()
        for name, text in self.modules.items():
            if not MODULE_NAME.fullmatch(name):
                raise SourceError(f"{name!r} cannot name a module")
            source(text)
            found = _PATH.search(text)
            if found:
                raise SourceError(f"{name}: a path, {found.group()!r}, that belongs to one machine")
            names.update(public.casefold() for public in public_names(text))
        twice = sorted(name for name, count in names.items() if count > 1)
        if twice:
            # Excel shows #NAME? for each of them, and no linter sees it.
            raise SourceError(f"public in more than one module: {', '.join(twice)}")
        check(self.ribbon, names)


def public_names(text: str) -> list[str]:
    """Return what a module offers to the others: without a word, VBA takes everything as public."""
    return _PUBLIC.findall(text)


def xlwings_version() -> str:
    """Return the version of xlwings here, whose library the add-in loads; UsageError without."""
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        raise UsageError('xlwings is missing: pip install "kamxl[excel]"') from None


def project(
    functions: Sequence[Function] = FUNCTIONS,
    actions: Sequence[Action] = ACTIONS,
    *,
    version: str = __version__,
    xlwings: str,
    book: str = "",
) -> Project:
    """Return the VBA and the ribbon for these catalogues and this version of xlwings."""
    by_hand = {
        name: modules.by_hand(name, version=version, xlwings=xlwings)
        for name in (*modules.BY_HAND, modules.BOOK)
    }
    projected = {
        "KamFunctions": modules.functions_module(functions),
        "KamWizard": modules.wizard_module(functions),
        "KamRibbon": modules.ribbon_module(actions),
        "KamWords": modules.words_module(actions),
    }
    return Project({**by_hand, **projected}, ribbon(actions, book))


def sources(*, version: str = __version__, xlwings: str) -> dict[str, str]:
    """Return every source of the add-in by the name of its file, lines ended by LF."""
    made = project(version=version, xlwings=xlwings)
    files = {
        f"{name}.{'cls' if name == modules.BOOK else 'bas'}": text
        for name, text in made.modules.items()
    }
    return {
        **files,
        PART.rpartition("/")[2]: made.ribbon,
        "kamxl.applescript": applescript(version),
    }
