"""Takes an import in and stops after some statements that write: NAME_OF_DATABASE IMPORT DIGEST STATEMENTS.

Prints a line there and waits to be killed.
"""

import sys
import time
from pathlib import Path


def main(name, number, digest, statements):
    import django

    django.setup()
    from django.db import connection

    from backoffice.imports import registry, taking_in
    from backoffice.imports.kind import Circumstances
    from backoffice.models import Import

    connection.settings_dict["NAME"] = name
    written = []

    def stop(execute, sql, params, many, context):
        """Note what writes; at the last, say so and wait."""
        answer = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
            if len(written) == int(statements):
                sys.stdout.write("in the middle\n")
                sys.stdout.flush()
                time.sleep(600)
        return answer

    made = Import.objects.get(pk=number)
    with connection.execute_wrapper(stop):
        at = Circumstances(made.mission, made.by, "en")
        taking_in.take_in(registry.KINDS[made.kind], made.pk, at, seen=digest)
    sys.stdout.write(f"done after {len(written)} statements\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    main(*sys.argv[1:])
