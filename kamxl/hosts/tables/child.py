"""The child process that reads workbooks of other formats: an order in, cells out, no more."""

from __future__ import annotations

import sys

from kamxl.hosts.tables.contained import work
from kamxl.hosts.tables.foreign import read_foreign
from kamxl.limits import MEGABYTE, Limits


def confine(limits: Limits) -> None:
    """Take away the memory that no list of customers needs, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limits.memory * MEGABYTE
    if most != resource.RLIM_INFINITY:
        wanted = min(wanted, most)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


if __name__ == "__main__":
    sys.stdout.buffer.write(work(sys.stdin.buffer.read(), read_foreign, confine))
