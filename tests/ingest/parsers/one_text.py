"""One small regulation, written once for each format, so that parsers can be compared. Knows no parser."""

import subprocess
import zipfile
from pathlib import Path

from docx import Document

TITLE = "Dienstanweisung Reisekosten"
FIRST_DUTY = (
    "(1) Dienstreisen sind vor ihrem Antritt schriftlich anzuordnen. Die Anordnung nennt Anlass, Ziel und Dauer der Dienstreise "
    "sowie das Verkehrsmittel, das zu benutzen ist."
)
SECOND_DUTY = "(2) Bei Gefahr im Verzug genügt die nachträgliche Genehmigung durch die Amtsleitung."
ALLOWANCE = (
    "(1) Für Strecken mit dem eigenen Kraftwagen wird eine Wegstreckenentschädigung gewährt. Sie deckt Reise- und Nebenkosten ab."
)
RATES = [["Fahrzeug", "Cent je Kilometer"], ["Kraftwagen", "30"], ["Motorrad", "20"], ["Fahrrad", "10"]]
RECEIPTS = ["Fahrkarten im Original", "Rechnungen der Unterkunft", "Nachweis über die E-Mail-Buchung"]
STEPS = ["Antrag ausfüllen", "Belege beifügen", "An die Reisekostenstelle senden"]
DEADLINE = "Die Ausschlussfrist beträgt sechs Monate. Sie beginnt mit dem Tag nach Beendigung der Dienstreise."


def markdown() -> str:
    """The text as Markdown."""
    table = "\n".join(f"| {' | '.join(line)} |" for line in [RATES[0], ["---", "---"], *RATES[1:]])
    receipts = "\n".join(f"* {item}" for item in RECEIPTS)
    steps = "\n".join(f"{number}. {item}" for number, item in enumerate(STEPS, 1))
    return (
        f"# {TITLE}\n\n## § 1 Anordnung\n\n{FIRST_DUTY}\n\n{SECOND_DUTY}\n\n## § 2 Wegstrecken\n\n{ALLOWANCE}\n\n{table}\n\n"
        f"## 3. Abrechnung\n\nBeizufügen sind:\n\n{receipts}\n\n### 3.1 Ablauf\n\n{steps}\n\n### 3.2 Fristen\n\n{DEADLINE}\n"
    )


def html() -> str:
    """The text as a web page with navigation and footer."""
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in RATES)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Amt | {TITLE}</title><style>p {{color: red}}</style></head><body>"
        f"<nav><ul><li>Startseite</li></ul></nav><main><h1>{TITLE}</h1>"
        f"<h2>§&nbsp;1 Anordnung</h2><p>{FIRST_DUTY}</p><p>{SECOND_DUTY}</p>"
        f"<h2>§ 2 Wegstrecken</h2><p>{ALLOWANCE.replace('Wegstrecken', 'Weg&shy;strecken')}</p><table>{rows}</table>"
        f"<h2>3. Abrechnung</h2><p>Beizufügen sind:</p><ul>{''.join(f'<li>{item}</li>' for item in RECEIPTS)}</ul>"
        f"<h3>3.1 Ablauf</h3><ol>{''.join(f'<li><p>{item}</p></li>' for item in STEPS)}</ol>"
        f"<h3>3.2 Fristen</h3><p>{DEADLINE}</p><p style='display:none'>Nicht zu sehen</p></main>"
        "<footer>Impressum</footer><script>alert(1)</script></body></html>"
    )


def write_docx(path: Path) -> None:
    """The text as a Word file with Word's own styles."""
    document = Document()
    document.add_heading(TITLE, 0)
    document.add_heading("§ 1 Anordnung", 1)
    document.add_paragraph(FIRST_DUTY)
    document.add_paragraph(SECOND_DUTY)
    document.add_heading("§ 2 Wegstrecken", 1)
    document.add_paragraph(ALLOWANCE)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for line in RATES:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    document.add_heading("3. Abrechnung", 1)
    document.add_paragraph("Beizufügen sind:")
    for item in RECEIPTS:
        document.add_paragraph(item, style="List Bullet")
    document.add_heading("3.1 Ablauf", 2)
    for item in STEPS:
        document.add_paragraph(item, style="List Number")
    document.add_heading("3.2 Fristen", 2)
    document.add_paragraph(DEADLINE)
    document.save(str(path))


def write_epub(path: Path) -> None:
    """The text as a book: each chapter a page."""
    whole = html()
    body = whole[whole.index("<main>") + 6 : whole.index("</main>")].replace("&nbsp;", "\u00a0").replace("&shy;", "\u00ad")
    parts = [f"<h2>{part}" if index else part for index, part in enumerate(body.split("<h2>"))]
    items = "".join(f'<item id="s{n}" href="Text/Teil%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(parts)))
    spine = "".join(f'<itemref idref="s{n}"/>' for n in range(len(parts)))
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
        )
        book.writestr("OPS/book.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for number, part in enumerate(parts):
            page = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{part}</body></html>'
            book.writestr(f"OPS/Text/Teil {number}.xhtml", f"<!DOCTYPE html>{page}")


def converted(path: Path, ending: str, program: str) -> Path:
    """`path` converted by LibreOffice, beside it."""
    home = path.parent / "office"
    command = [
        program,
        "--headless",
        f"-env:UserInstallation={home.as_uri()}",
        "--convert-to",
        ending,
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{ending}")
