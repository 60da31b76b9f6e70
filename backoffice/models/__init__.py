from backoffice.models.bin import Deleted
from backoffice.models.board import BoardStep
from backoffice.models.imports import Import, ImportKind

__all__ = ["BoardStep", "Deleted", "Import", "ImportKind"]
