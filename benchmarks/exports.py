"""`python -m benchmarks.exports`: 100,000 visit reports sent, beside the plainest loop that there is.

CSV over HTTP from the web server that is used in production, until the first byte and the last, beside a loop
over `values_list` into `csv.writer` of the same columns in a process of its own; a workbook beside xlsxwriter
given the same tuples; and the most memory that each took above what its process had before. On a database of
its own, unless DATABASE_URL names one that may be filled. docs/performance.md says what they should be.
"""

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
PORT = int(os.environ.get("PORT") or "8280")
TEXTS = ("topics", "findings", "opportunities", "obstacles", "agreed_points")
COLUMNS = (
    "item__title",
    "item__mission__title",
    "item__day",
    "state",
    "author",
    "cleared",
    "summary",
    *TEXTS,
)
PLAIN = (
    *("item__title_en", "item__mission__title_en", "item__day", "state", "author__email", "cleared"),
    *("summary_en", *TEXTS),
)
WORDS = "visit mill cotton yarn talks agreed delivery price spring contract director plant line".split()  # noqa: SIM905  easier to read than quotes


def rows() -> str:
    """The reports, of ten missions, and a superuser's session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection

    from accounts.models import User
    from missions.models import Mission, ProgrammeItem, VisitReport

    choose = random.Random(1)  # noqa: S311  # words, no secrets
    user = User.objects.create_user(email="bench@example.org", is_superuser=True, is_staff=True)
    missions = [
        Mission.objects.create(
            slug=f"m-{number}", title_en=f"Mission {number}", starts_on="2023-12-04", ends_on="2023-12-07"
        )
        for number in range(10)
    ]

    def text(words: int) -> str:
        return " ".join(choose.choices(WORDS, k=words))

    for first in range(0, ROWS, 5000):
        items = ProgrammeItem.objects.bulk_create(
            ProgrammeItem(
                mission=missions[number % 10], kind="site_visit", title_en=f"Visit {number}", day="2023-12-05"
            )
            for number in range(first, min(first + 5000, ROWS))
        )
        VisitReport.objects.bulk_create(
            VisitReport(item=item, author=user, summary_en=text(8), **{name: text(6) for name in TEXTS})
            for item in items
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself that has had such rows for a while
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def plain(form: str) -> None:
    """The plainest loop, in this process: prints seconds, seconds of CPU and MiB above what it had."""
    import csv

    import django

    django.setup()
    from benchmarks.imports import Highest, memory
    from missions.models import VisitReport

    list(VisitReport.objects.values_list(*PLAIN)[:1])
    with tempfile.TemporaryDirectory() as folder:
        before, began, busy = memory(), time.perf_counter(), time.process_time()
        with Highest() as highest:
            tuples = (
                VisitReport.objects.order_by("item_id", "pk").values_list(*PLAIN).iterator(chunk_size=500)
            )
            if form == "csv":
                with (Path(folder) / "a.csv").open("w", newline="") as file:
                    csv.writer(file).writerows(tuples)
            else:
                import xlsxwriter

                book = xlsxwriter.Workbook(
                    f"{folder}/a.xlsx", {"constant_memory": True, "strings_to_urls": False}
                )
                page = book.add_worksheet()
                day = book.add_format({"num_format": "dd.mm.yyyy"})
                for number, row in enumerate(tuples):
                    for index, cell in enumerate(row):
                        if index == 2:
                            page.write_datetime(number, index, cell, day)
                        else:
                            page.write(number, index, cell)
                book.close()
        print(time.perf_counter() - began, time.process_time() - busy, highest.megabytes - before)


def workbook() -> None:
    """Our workbook as a worker makes it, in this process: prints what `plain` prints."""
    import django

    django.setup()
    from django.utils import timezone, translation

    from accounts.models import User
    from benchmarks.imports import Highest, memory
    from documents import sheet
    from missions.models import VisitReport
    from reports.exports.columns import Reader
    from reports.exports.lists import VISIT_REPORTS
    from reports.exports.reading import table

    list(VisitReport.objects.values_list(*PLAIN)[:1])
    user = User.objects.get()
    columns: Any = [VISIT_REPORTS.column(key) for key in COLUMNS]
    with tempfile.TemporaryDirectory() as folder, translation.override("en"):
        made = table(VisitReport.objects.order_by("item_id", "pk"), columns, Reader(user, "en"))
        before, began, busy = memory(), time.perf_counter(), time.process_time()
        with Highest() as highest:
            for _done in sheet.write(f"{folder}/a.xlsx", "a", made.headings, made.chunks(), timezone.now()):
                pass
        print(time.perf_counter() - began, time.process_time() - busy, highest.megabytes - before)


def alone(what: str, form: str = "") -> tuple[float, float, float]:
    """What a process of its own says of itself."""
    command = [sys.executable, "-m", "benchmarks.exports", what, form]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # ours
    seconds, busy, megabytes = map(float, done.stdout.split()[-3:])
    return seconds, busy, megabytes


class Served:
    """The web server, asked as a browser asks."""

    def __init__(self, session: str) -> None:
        from benchmarks.servers import COMMANDS
        from tools import start

        program, *options = COMMANDS["granian"]
        options[options.index("--port") + 1] = str(PORT)
        command = [str(Path(sys.executable).parent / program), *options]
        self.process = subprocess.Popen(command, env=start.SPARING | os.environ)  # noqa: S603  # ours
        self.cookie = f"sessionid={session}"

    def worker(self) -> int:
        """The process that serves, below the one that was started."""
        found = subprocess.run(  # noqa: S603  # of the system
            ["pgrep", "-P", str(self.process.pid)],  # noqa: S607  wherever this machine has it
            capture_output=True,
            text=True,
        ).stdout.split()
        return max(map(int, found), default=self.process.pid)

    def form(self, path: str) -> str:
        """The page with the form, and its token; waits until the server answers."""
        for _time in range(300):
            try:
                connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
                connection.request("GET", path, headers={"Cookie": self.cookie})
                answer = connection.getresponse()
                body = answer.read().decode()
                if answer.status != 200:
                    raise SystemExit(f"{path} answered {answer.status}: {body[:300]}")
                cookie = re.search(r"csrftoken=([^;]+)", answer.headers.get("Set-Cookie", ""))
                if cookie:
                    self.cookie = f"{self.cookie.split(';')[0]}; csrftoken={cookie[1]}"
                found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
                return found[1] if found else ""
            except OSError:
                time.sleep(0.2)
        raise SystemExit("The server does not answer.")

    def send(self, path: str, data: list[tuple[str, str]]) -> tuple[float, float, int]:
        """Seconds until the first byte and the last of the file, and how many bytes came."""
        connection = HTTPConnection("127.0.0.1", PORT, timeout=300)
        headers = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{PORT}{path}",
        }
        began = time.perf_counter()
        connection.request("POST", path, urlencode(data), headers)
        answer = connection.getresponse()
        size = len(answer.read(1))
        first = time.perf_counter() - began
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        while piece := answer.read(65536):
            size += len(piece)
        return first, time.perf_counter() - began, size

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def cpu(process: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(session: str) -> None:
    """Measure and print."""
    from benchmarks.imports import Highest, memory

    class HighestOf(Highest):
        def __init__(self, process: int) -> None:
            self.process = process

        def __enter__(self) -> "HighestOf":
            super().__enter__()
            self.megabytes = 0
            return self

        def _look(self) -> None:
            while not self._over.wait(0.01):
                self.megabytes = max(self.megabytes, memory(str(self.process)))

    path = "/admin/export/visit-reports/"
    served = Served(session)
    try:
        token = served.form(path)
        data = [("csrfmiddlewaretoken", token), ("form", "csv"), ("lang", "en")]
        data += [("columns", key) for key in COLUMNS]
        worker = served.worker()
        few = path + "?" + urlencode({"item__mission__id__exact": "1", "q": "Visit 1"})
        served.send(few, data)
        found: dict[str, list[float]] = {}
        for _round in range(ROUNDS):
            for form in ("csv", "xlsx"):
                seconds, busy, megabytes = alone("plain", form)
                found.setdefault(f"plain {form}", []).append(seconds)
                found.setdefault(f"plain {form}, CPU", []).append(busy)
                found.setdefault(f"plain {form}, MiB", []).append(megabytes)
            before, busy_before = memory(str(worker)), cpu(worker)
            with HighestOf(worker) as highest:
                first, last, size = served.send(path, data)
            found.setdefault("our csv, first byte", []).append(first)
            found.setdefault("our csv", []).append(last)
            found.setdefault("our csv, CPU", []).append(cpu(worker) - busy_before)
            found.setdefault("our csv, MiB", []).append(highest.megabytes - before)
            seconds, busy, megabytes = alone("workbook")
            found.setdefault("our xlsx", []).append(seconds)
            found.setdefault("our xlsx, CPU", []).append(busy)
            found.setdefault("our xlsx, MiB", []).append(megabytes)
    finally:
        served.stop()
    print(f"\n{ROWS} visit reports, {size // 1024 // 1024} MiB of CSV; minimum, median and maximum")
    for name in sorted(found):
        values = found[name]
        print(f"{name:28}{min(values):8.2f}{statistics.median(values):8.2f}{max(values):8.2f}")
    for form, goal in (("csv", 1.5), ("xlsx", 1.3)):
        ratios = [
            ours / theirs
            for ours, theirs in zip(found[f"our {form}, CPU"], found[f"plain {form}, CPU"], strict=True)
        ]
        print(
            f"{form + ', CPU, × plain':28}{min(ratios):8.2f}{statistics.median(ratios):8.2f}"
            f"{max(ratios):8.2f}   (goal: {goal})"
        )


def main() -> None:
    if sys.argv[1:2] == ["plain"]:
        plain(sys.argv[2])
        return
    if sys.argv[1:2] == ["workbook"]:
        workbook()
        return
    with tempfile.TemporaryDirectory(prefix="keruen-bench-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ |= {
            "ENV_FILE": os.devnull,
            "BENCH_FOLDER": folder,
            "SECRET_KEY": "a key for measuring alone " * 3,
            "FIELD_KEYS": "a2VydWVuIGtleSBmb3IgdGVzdHMsIG5vdGhpbmcgbW8=",
            "SITE_URL": f"http://127.0.0.1:{PORT}",
            "MEDIA_ROOT": f"{folder}/media",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "true",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0", "--no-input"], check=True
        )  # ours
        import django

        django.setup()
        from django.db import connections

        session = rows()
        connections.close_all()
        measure(session)


if __name__ == "__main__":
    main()
