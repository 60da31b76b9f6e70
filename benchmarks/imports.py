"""`python -m benchmarks.imports`: what it takes to read, preview and take in a sheet of 5,000 people.

Seconds by the clock and by the processor of this process, its memory above what it had before, and that of
the process that reads the workbook; on a database of its own, unless DATABASE_URL names one that may be
filled. docs/performance.md says what they should be.
"""

import io
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS = 5_000
GOAL_SECONDS = 20
GOAL_MEMORY = 200  # MB, of the whole process
HEADINGS = [
    *("Family name (en)", "Family name (ru)", "Given names (en)", "Given names (ru)", "E-mail", "Telephone"),
    *("Organisation", "Position (en)", "Position (ru)", "Capacity", "Groups", "Precedence", "State"),
    *("Languages", "Consent given on"),
]
SYLLABLES = "ba be di go ka ma na ro se ty wu za ly mir nur gul".split()  # noqa: SIM905  # reads better


def sheet(organisations: int, groups: int) -> bytes:
    """A workbook of so many people, each with another name and address."""
    import xlsxwriter

    choose = random.Random(1)  # noqa: S311  # names, no secrets
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        for number in range(ROWS):
            family, given = ("".join(choose.choices(SYLLABLES, k=length)).title() for length in (4, 3))
            page.write_row(
                number + 1,
                0,
                [
                    *(f"{family}owa", f"{family} по-русски", given, f"{given} по-русски"),
                    *(f"{number}@example.org", f"+993 12 {number:06}", f"Union {number % organisations}"),
                    *("Director", "Директор", "member", f"Group {number % groups}", number + 1),
                    *("confirmed", "en, ru", "01.12.2023"),
                ],
            )
    return content.getvalue()


def memory(process: str = "self") -> int:
    """What a process has in memory now, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024 // 1024


class Highest:
    """The most memory that this process had while something was done."""

    def __enter__(self) -> "Highest":
        self.megabytes, self._over = memory(), threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.01):
            self.megabytes = max(self.megabytes, memory())

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watch.join()


def timed[T](name: str, act: Callable[[], T]) -> T:
    """Do it, and print how long it took and how much memory the process had at most."""
    clock, processor = time.perf_counter(), time.process_time()
    with Highest() as highest:
        found = act()
    took, busy = time.perf_counter() - clock, time.process_time() - processor
    print(f"{name:36}{took:8.1f}{busy:8.1f}{highest.megabytes:8}")
    return found


def rows() -> tuple[Any, Any]:
    """A mission with what the sheet names, and who brings it in."""
    from accounts.models import User
    from missions.models import Group, Mission
    from partners.models import Organisation

    mission = Mission.objects.create(
        slug="imports", title_en="Mission", starts_on="2023-12-04", ends_on="2023-12-07"
    )
    mission.refresh_from_db()
    for number in range(50):
        Organisation.objects.create(slug=f"union-{number}", name_en=f"Union {number}")
    for number in range(10):
        Group.objects.create(mission=mission, name_en=f"Group {number}")
    user = User.objects.create_user(
        email="bench@example.org", password=None, is_superuser=True, is_staff=True
    )
    return mission, user


def measure() -> None:
    """Measure and print; Django is set up, and the database is empty."""
    from django.utils.translation import override

    from backoffice.imports import registry, storage, taking_in
    from backoffice.imports.kind import Circumstances
    from backoffice.models import Import

    mission, user = rows()
    content = sheet(50, 10)
    kind, at = registry.KINDS["people"], Circumstances(mission, user, "en")
    print(f"\na sheet of {ROWS} people, {len(content) // 1024} KB; before it {memory()} MB")
    print(f"{'':36}{'seconds':>8}{'of CPU':>8}{'MB':>8}   (goals: {GOAL_SECONDS} s, {GOAL_MEMORY} MB)")
    with override("en"):
        read = timed("the file is read", lambda: kind.read("a.xlsx", content, at))
        seen = timed("and previewed, all rows new", lambda: kind.preview(read, at))
        imported = Import(kind=kind.key, mission=mission, by=user, file_name="a.xlsx")
        imported.rows_encrypted = storage.packed(read)
        imported.save()
        take = lambda: taking_in.take_in(kind, imported.pk, at, seen=seen.digest())  # noqa: E731  # said once
        timed("taken in", take)
        timed("previewed again, all unchanged", lambda: kind.preview(read, at))
    print(f"{'the process that reads the workbook':36}{'':16}{_reader(content):8}")


def _reader(content: bytes) -> int:
    """The most memory that the reader of workbooks had, in MB: asked of a process that did nothing else."""
    from backoffice.imports import xlsx

    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        limits = f"{xlsx.MEMORY} {xlsx.SECONDS} 20000 200"
        program = (
            "import resource, subprocess, sys\n"
            f"subprocess.run([sys.executable, '-I', {str(xlsx.READER)!r}, *{limits.split()!r}],"
            f" stdin=open({file.name!r}, 'rb'), stdout=subprocess.DEVNULL)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)  # noqa: S603  # ours
    return int(done.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="keruen-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ |= {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "a key for measuring alone " * 3,
            "FIELD_KEYS": "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8=",
            "SITE_URL": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        # By a process of its own, for the memory that migrations take is no worker's.
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--no-input"]
        subprocess.run(migrate, check=True)  # noqa: S603  # ours
        import django

        django.setup()
        measure()


if __name__ == "__main__":
    main()
