"""The lint of workbook files: what Excel would repair or refuse, found before anybody opens it."""

from kamxl.hosts.xlsx.lint.linting import lint as lint
from kamxl.hosts.xlsx.lint.linting import refuse_faulty as refuse_faulty
from kamxl.hosts.xlsx.lint.rules import Fault as Fault
