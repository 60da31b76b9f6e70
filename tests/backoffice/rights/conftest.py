from tests.backoffice.beside import nothing_beside

__all__ = ["nothing_beside"]
