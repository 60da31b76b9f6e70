"""The addresses of the pages around a release, below the admin's own."""

from typing import Any

from django.urls import URLPattern, path

from backoffice.releasing import (
    comparing,
    drafts_page,
    page,
    paper_page,
    preview,
    taking_back_page,
    text_page,
)


def urls(view: Any) -> list[URLPattern]:
    """Each page of one mission, by the mission's primary key."""
    below = "missions/mission/<int:pk>/"
    pages = [
        ("release", page.page, "release"),
        ("preview", preview.page, "preview"),
        ("compare", comparing.page, "compare"),
        ("take-back", taking_back_page.page, "take_back"),
        ("drafts", drafts_page.page, "drafts"),
        ("text", text_page.page, "text"),
        ("paper", paper_page.page, "paper"),
        ("paper/pdf", paper_page.as_pdf, "pdf"),
        ("paper/docx", paper_page.as_docx, "docx"),
    ]
    return [path(f"{below}{at}/", view(show), name=f"missions_mission_{name}") for at, show, name in pages]
