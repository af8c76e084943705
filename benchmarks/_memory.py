"""How much memory a benchmark has needed."""

import resource
import sys

_KIB = 1024


def peak_mib() -> float:
    """The most memory that this process has held, in MiB. macOS tells it in bytes, Linux in KiB."""
    unit = 1 if sys.platform == "darwin" else _KIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**2
