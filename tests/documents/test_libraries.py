"""What a process that typesets has to load before it can begin."""

import subprocess
import sys
from pathlib import Path

WATCHED = """
import sys
STARTS = {"subprocess.Popen", "os.system", "os.posix_spawn"}
sys.addaudithook(lambda event, _: print(event) if event in STARTS else None)
import app.documents.workshop
print(*sorted({"flask", "sqlalchemy", "weasyprint"} & set(sys.modules)))
"""


def test_a_workshop_starts_no_process_to_find_its_libraries_and_loads_no_page() -> None:
    started = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (started.stdout, started.stderr) == ("weasyprint\n", "")
