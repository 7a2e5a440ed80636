"""What people have filled into a form is read where it stands."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.parsers import parse


def test_a_field_is_read_with_what_is_printed_beside_it(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "antrag.pdf"))
    form = canvas.acroForm
    canvas.drawString(72, 700, "Name der antragstellenden Person:")
    form.textfield(value="Erika Mustermann", x=280, y=694, width=200, height=18, name="name")
    canvas.drawString(72, 660, "Art des Antrags:")
    form.choice(value="Erstantrag", options=["Erstantrag", "Folgeantrag"], x=280, y=654, width=200, height=18, name="art")
    canvas.drawString(72, 620, "Reisekosten werden beantragt")
    form.checkbox(checked=True, x=280, y=616, size=14, name="kosten")
    canvas.drawString(72, 580, "Trennungsgeld wird beantragt")
    form.checkbox(checked=False, x=280, y=576, size=14, name="trennung")
    form.textfield(value="", x=280, y=540, width=200, height=18, name="leer")
    canvas.save()
    document = parse(tmp_path / "antrag.pdf", "antrag.pdf")
    lines = "\n".join(section.text for section in document.sections).split("\n")
    assert "Name der antragstellenden Person: Erika Mustermann" in lines
    assert "Art des Antrags: Erstantrag" in lines
    assert "Reisekosten werden beantragt \u2612" in lines
    assert "Trennungsgeld wird beantragt" in lines
