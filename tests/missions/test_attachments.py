"""What is taken in as a file, and what is kept of it."""

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from missions import attachments
from missions.models import Attachment
from tests import papers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def picture(kind="JPEG", size=(6, 4), **saved):
    content = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(content, kind, **saved)
    return content.getvalue()


def archive(*names, content=b"<xml/>"):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in names:
            parts.writestr(name, content)
    return kept.getvalue()


def taken(content, name="paper.pdf"):
    attachment = Attachment()
    attachments.take_in(SimpleUploadedFile(name, content), attachment)
    return attachment


def refused(content, name="paper.pdf"):
    with pytest.raises(ValidationError) as error:
        taken(content, name)
    return error.value.messages


@pytest.mark.parametrize(
    ("content", "name", "media_type", "kept"),
    [
        (papers.SMALLEST, "programme.pdf", "application/pdf", "programme.pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "letter.docx", DOCX, "letter.docx"),
        (picture("PNG"), "photo.png", "image/png", "photo.png"),
        (picture("WEBP"), "photo.webp", "image/webp", "photo.webp"),
        (picture(), "photo.jpeg", "image/jpeg", "photo.jpg"),
    ],
    ids=["pdf", "docx", "png", "webp", "jpeg"],
)
def test_what_a_file_is_is_read_from_what_it_holds(content, name, media_type, kept):
    attachment = taken(content, name)

    assert (attachment.media_type, attachment.file_name) == (media_type, kept)
    content = attachment.file.read()
    assert attachment.size == len(content)
    assert attachment.checksum == hashlib.sha256(content).hexdigest()


def test_a_name_that_says_another_type_is_mended():
    """faults.md 62: the type is what the bytes say."""
    assert taken(picture("PNG"), "../../evil.html").file_name == "evil.png"
    assert taken(papers.SMALLEST, "C:\\temp\\.pdf").file_name == "file.pdf"
    assert taken(papers.SMALLEST, "line\nbreak\u202e.exe").file_name == "linebreak.pdf"


def test_what_a_camera_wrote_beside_a_picture_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # lay on its side
    exif[ExifTags.Base.Make] = "SecretCamera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 57.0, 0.0)

    kept = taken(picture(exif=exif, comment=b"SecretRemark"), "photo.jpg").file.read()

    assert b"Secret" not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert (dict(shown.getexif()), shown.size) == ({}, (4, 6))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<html><script>alert(1)</script></html>", "Only PDF, JPEG, PNG, WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Only PDF, JPEG, PNG, WebP"),
        (b"MZ\x90\x00", "Only PDF, JPEG, PNG, WebP"),
        (picture("GIF"), "Only PDF, JPEG, PNG, WebP"),
        (archive("readme.txt"), "Only PDF, JPEG, PNG, WebP"),
        (b"PK\x03\x04 broken", "Only PDF, JPEG, PNG, WebP"),
        (
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "The document holds macros.",
        ),
        (picture()[:-20], "The picture is broken."),
    ],
    ids=["empty", "html", "svg", "program", "gif", "zip", "broken zip", "macros", "half a picture"],
)
def test_what_is_refused_is_told_why(content, sentence):
    """faults.md 58, 61, 62."""
    assert [message[: len(sentence)] for message in refused(content)] == [sentence]


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("paper.pdf", papers.SMALLEST)
    upload.size = 21 * 1024 * 1024

    with pytest.raises(ValidationError, match=r"The file has 21 MB; at most 20 MB are taken\."):
        attachments.take_in(upload, Attachment())


def test_a_picture_that_unpacks_to_too_many_pixels_is_refused():
    """faults.md 61: a small file may be a large picture."""
    huge = picture("PNG", size=(10_000, 5_001))

    assert refused(huge) == ["The picture has 50 million pixels; at most 50 million are taken."]


def test_a_document_that_unpacks_to_too_much_is_refused():
    parts = ["[Content_Types].xml", "word/document.xml"]
    bomb = archive(*parts, content=b"0" * 105 * 1024 * 1024)

    assert refused(bomb) == ["The document unpacks to more than is taken."]


@given(
    st.binary(max_size=400),
    st.text(st.characters(exclude_characters="/\\\0"), min_size=1, max_size=40).map("a{}".format),
)
def test_whatever_is_uploaded_is_taken_in_or_refused_in_a_sentence(content, name):
    begins, _line, ends = papers.SMALLEST.partition(b"\n")

    assert len(refused(content, name)) == 1
    assert len(refused(begins + content, name)) == 1
    assert taken(b"\n".join((begins, content, ends)), name).media_type == "application/pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4 22 bytes, no more",
        papers.SMALLEST[:-9],
        papers.SMALLEST.replace(b"trailer", b"nothing"),
        papers.SMALLEST.replace(b"\n44\n", b"\n4400\n"),
        papers.SMALLEST + b" " * 2000,
    ],
    ids=["a beginning", "cut off", "no table", "a table behind the end", "an end that no reader finds"],
)
def test_what_only_begins_like_a_pdf_is_none(content):
    assert refused(content) == ["The file begins like a PDF and is none, or was cut off."]
