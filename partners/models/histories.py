"""The history of a row that has links to others."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class LinkedHistory(HistoricalRecords):
    """A history that keeps links to other rows, too (`m2m_fields`).

    A row that has just been made has none yet: the database is not asked for them.
    """

    def create_historical_record_m2ms(self, history_instance: Any, instance: models.Model) -> None:
        if history_instance.history_type != "+":
            super().create_historical_record_m2ms(history_instance, instance)
