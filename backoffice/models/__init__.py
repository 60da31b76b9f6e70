from backoffice.models.bin import Deleted
from backoffice.models.board import BoardStep
from backoffice.models.imports import Import, ImportKind
from backoffice.models.lists import ListKind, PrintedList

__all__ = ["BoardStep", "Deleted", "Import", "ImportKind", "ListKind", "PrintedList"]
