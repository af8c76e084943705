"""What a long run costs in its course: milliseconds for one sealed certificate and the memory of its process.

Run it with `python3 run.py bench long_run`, or alone with `python -m benchmarks.long_run [how many]`. The time is that
for which one core worked. A run must neither slow down nor grow.
"""

import sys
import time

from benchmarks._memory import peak_mib
from benchmarks.certificates import invented, sealed_by_us

HOW_MANY = 500
STEP = 100


def main() -> None:
    """Print a line for every hundred certificates, then how the last hundred compares with the first."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    # Fonts and styles are read once, which the first hundred would pay for.
    sealed_by_us(next(invented(1)))
    costs: list[float] = []
    start = time.process_time()
    for number, facts in enumerate(invented(how_many), start=1):
        sealed_by_us(facts)
        if number % STEP == 0 or number == how_many:
            spent, start = time.process_time() - start, time.process_time()
            costs.append(spent / (number % STEP or STEP) * 1000)
            print(f"{number} certificates: {costs[-1]:.0f} ms each, {peak_mib():.0f} MiB at most", flush=True)
    print(
        f"The last {STEP} cost {costs[-1] / costs[0]:.2f} times the first {STEP}, the dearest "
        f"{max(costs) / costs[0]:.2f} times; {peak_mib():.0f} MiB at most"
    )


if __name__ == "__main__":
    main()
