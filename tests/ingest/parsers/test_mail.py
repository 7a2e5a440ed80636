"""Mails and archives: what lies inside is read under its name, within limits."""

import io
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document

from ingest.errors import BrokenFile, EncryptedFile, FileTooLarge, UnreadableFile, UnsupportedFile
from ingest.parsers import ParsedDocument, inside, parse
from ingest.parsers.outlook import unpacked
from tests.ingest.parsers.compound import write_compound


def word_file(text: str) -> bytes:
    file = io.BytesIO()
    document = Document()
    document.add_heading("§ 1 Frist", 1)
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return file.getvalue()


def mail(subject: str = "Rückfrage zur Satzung") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "Anna Öz <oez@example.org>", "Amt 10 <amt10@example.org>"
    message["Date"] = "Mon, 04 Mar 2024 09:30:00 +0100"
    message.set_content("Bitte um Prüfung bis Freitag.")
    return message


def read(tmp_path: Path, name: str, content: bytes) -> ParsedDocument:
    (tmp_path / "4711").write_bytes(content)
    return parse(tmp_path / "4711", name)


def test_a_mail_says_who_wrote_what_to_whom_and_when(tmp_path: Path) -> None:
    document = read(tmp_path, "a.eml", mail().as_bytes())
    assert document.title == "Rückfrage zur Satzung"
    assert document.sections[0].text.split("\n") == [
        "Von: Anna Öz <oez@example.org>",
        "An: Amt 10 <amt10@example.org>",
        "Datum: 04.03.2024 09:30",
        "Bitte um Prüfung bis Freitag.",
    ]


def test_attachments_stand_under_the_subject_and_their_names(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(word_file("Sechs Monate."), maintype="application", subtype="octet-stream", filename="Entwurf.docx")
    inner = mail("Vorgeschichte")
    inner.add_attachment(b"eins;zwei\n1;2", maintype="text", subtype="csv", filename="Zahlen.csv")
    message.add_attachment(inner)
    sections = read(tmp_path, "a.eml", message.as_bytes()).sections
    assert [section.headings for section in sections[1:]] == [
        ("Rückfrage zur Satzung", "Entwurf.docx", "§ 1 Frist"),
        ("Rückfrage zur Satzung", "Vorgeschichte.eml", "Vorgeschichte"),
        ("Rückfrage zur Satzung", "Vorgeschichte.eml", "Vorgeschichte", "Zahlen.csv"),
    ]
    assert sections[1].anchor == "§ 1"


def test_a_mail_s_markup_is_preferred_to_its_plain_text(tmp_path: Path) -> None:
    message = mail()
    message.add_alternative("<table><tr><td>Art</td><td>Euro</td></tr><tr><td>Pass</td><td>60</td></tr></table>", subtype="html")
    text = read(tmp_path, "a.eml", message.as_bytes()).sections[0].text
    assert text.endswith("| Art | Euro |\n| Pass | 60 |")
    assert "Prüfung" not in text


def test_an_attachment_that_cannot_be_read_is_noted_and_the_rest_is_kept(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(b"PK\x03\x04kaputt", maintype="application", subtype="zip", filename="kaputt.zip")
    document = read(tmp_path, "a.eml", message.as_bytes())
    assert "Prüfung" in document.sections[0].text
    assert [str(note) for note in document.notes if isinstance(note, BrokenFile) and "kaputt.zip" in str(note)]


def test_an_encrypted_mail_says_so(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFile):
        read(tmp_path, "a.eml", b"Subject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMII=")


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: =?utf-8?b?=FF=FF?=\nDate: nie\nTo: =?x?y?z?=\n\nText",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain; charset=nix\n\nText\n",
        b"Subject: x\nContent-Type: multipart/mixed\n\nText",
        b"Subject: x\nContent-Transfer-Encoding: base64\n\n%%%",
        b"From: a\n" + b"Content-Type: message/rfc822\n\n" * 200,
    ],
)
def test_a_damaged_mail_ends_in_words_or_a_named_error(raw: bytes, tmp_path: Path) -> None:
    try:
        assert read(tmp_path, "kaputt.eml", raw).sections
    except UnreadableFile as error:
        assert "kaputt.eml" in str(error)


def test_an_outlook_message_is_read_alike(tmp_path: Path) -> None:
    attached, inner = "__attach_version1.0_#00000000", "__attach_version1.0_#00000001/__substg1.0_3701000D"
    sent = struct.pack("<IIQ", 0x00390040, 0, 133_540_146_000_000_000)
    write_compound(
        tmp_path / "a.msg",
        {
            "__properties_version1.0": bytes(32) + sent,
            "__substg1.0_0037001F": "Rückfrage".encode("utf-16-le"),
            "__substg1.0_0C1A001E": "Anna Öz".encode("cp1252"),
            "__substg1.0_1000001F": "Bitte um Prüfung.".encode("utf-16-le"),
            f"{attached}/__substg1.0_3707001F": "Entwurf.docx".encode("utf-16-le"),
            f"{attached}/__substg1.0_37010102": word_file("Sechs Monate."),
            f"{inner}/__properties_version1.0": bytes(24),
            f"{inner}/__substg1.0_0037001F": "Vorgeschichte".encode("utf-16-le"),
            f"{inner}/__substg1.0_1000001F": "Siehe unten.".encode("utf-16-le"),
        },
    )
    document = parse(tmp_path / "a.msg", "a.msg")
    assert [(section.headings, section.text) for section in document.sections] == [
        (("Rückfrage",), "Von: Anna Öz\nDatum: 04.03.2024 08:30\nBitte um Prüfung."),
        (("Rückfrage", "Entwurf.docx", "§ 1 Frist"), "Sechs Monate."),
        (("Rückfrage", "Vorgeschichte"), "Siehe unten."),
    ]


def test_compressed_rich_text_is_unpacked() -> None:
    begins_as_usual = b"\x01\x00\x09"  # "{\\rtf1\\ansi" stands at the start of the dictionary that every writer knows
    body = begins_as_usual + b" Hallo}" + b"\x00" + b"Rest"
    packed = struct.pack("<II4sI", len(body) + 12, 18, b"LZFu", 0) + body
    assert unpacked(packed) == rb"{\rtf1\ansi Hallo}"
    assert unpacked(packed[:17]) == unpacked(b"") == unpacked(bytes(20)) == b""


def test_an_archive_s_files_stand_under_their_paths(tmp_path: Path) -> None:
    content = archive({"Satzungen/Hund.docx": word_file("Sechs Monate."), "lies.txt": b"Hinweis", "__MACOSX/x.txt": b"x"})
    assert [section.headings for section in read(tmp_path, "a.zip", content).sections] == [
        ("Satzungen/Hund.docx", "§ 1 Frist"),
        ("lies.txt",),
    ]


@pytest.mark.parametrize("name", ["../../../etc/passwd.txt", "/etc/passwd.txt", "..\\..\\etc\\passwd.txt", "C:\\etc\\passwd.txt"])
def test_a_path_leads_nowhere(name: str, tmp_path: Path) -> None:
    document = read(tmp_path, "a.zip", archive({name: b"Text"}))
    assert document.sections[0].headings == ("etc/passwd.txt",)
    assert [path.name for path in tmp_path.iterdir()] == ["4711"]


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr(link, "/etc/hostname")
        zipped.writestr("a.txt", "Text")
    assert [section.text for section in read(tmp_path, "a.zip", file.getvalue()).sections] == ["Text"]


def test_an_archive_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTooLarge):
        read(tmp_path, "bombe.zip", archive({"a.txt": b" " * 5_000_000}))


def test_archives_in_archives_end_at_a_depth(tmp_path: Path) -> None:
    content = b"Text"
    for depth in range(inside.DEEPEST + 1):
        content = archive({f"{depth}.zip" if depth else "a.txt": content})
    with pytest.raises(FileTooLarge):
        read(tmp_path, "tief.zip", content)


def test_all_that_lies_inside_shares_one_allowance(tmp_path: Path) -> None:
    few = archive({f"{number}.txt": b"x" for number in range(300)})
    with pytest.raises(FileTooLarge):
        read(tmp_path, "viele.zip", archive({f"{number}.zip": few + bytes(number) for number in range(5)}))


def test_an_archive_of_nothing_readable_says_why(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile, match=r"a\.zip"):
        read(tmp_path, "a.zip", archive({"x.bin": bytes(range(256)) * 20}))
