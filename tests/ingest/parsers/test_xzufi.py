"""A catalogue of public services answers what a service needs, costs and takes, and where it can be had online."""

from html import escape
from pathlib import Path

import pytest

from ingest.documents import Section
from ingest.errors import BrokenFile, UnsupportedFile
from ingest.parsers import parse

SPACE = "http://xoev.de/schemata/xzufi/2_2_0"


def module(code: str, **said: str) -> str:
    texts = "".join(f'<x:inhalt languageCode="{language}">{escape(text)}</x:inhalt>' for language, text in said.items())
    kind = f'<x:leikaTextmodul listURI="urn:de:xzufi:codeliste:leistungstextmodulleika"><code>{code}</code></x:leikaTextmodul>'
    return f"<x:modulText><x:positionDarstellung>1</x:positionDarstellung>{texts}{kind}</x:modulText>"


WHOLE = "<p>Wer einen Hund hält, muss ihn anmelden.</p><h3>Ausnahmen</h3><p>Blindenhunde sind steuerfrei.</p>"
SERVICE = f"""
<x:leistung>
  <x:id schemeAgencyID="L100008">8664900</x:id>
  <x:struktur xsi:type="x:LeistungsstrukturObjektMitVerrichtung"><x:leistungsobjektID>99058</x:leistungsobjektID></x:struktur>
  <x:referenzLeiKa><code>99058012060000</code></x:referenzLeiKa>
  {module("02", de="Hund Anmeldung")}
  {module("03", de="Hund anmelden", en="Register a dog")}
  {module("06", en="Tax.", de=WHOLE)}
  {module("08", de="<ul><li>Personalausweis</li><li>Impfpass &amp; Chipnummer</li></ul><script>alert(1)</script>")}
  {module("07", de="§ 3 Hundesteuersatzung")}
  {module("11", de="")}
  <x:modulKosten><x:kosten><x:typ><code>01</code><name>Gebühr</name></x:typ><x:betrag>12.50</x:betrag>
    <x:waehrung><code>EUR</code></x:waehrung></x:kosten>
    <x:beschreibung languageCode="de">Für die Marke.</x:beschreibung></x:modulKosten>
  <x:modulFrist><x:frist><x:typ><code>02</code></x:typ><x:dauer><x:dauer>2</x:dauer>
    <x:einheit><code>w</code></x:einheit></x:dauer></x:frist></x:modulFrist>
</x:leistung>"""
ONLINE = """
<x:onlinedienst>
  <x:id schemeAgencyID="L100008">77</x:id>
  <x:bezeichnung languageCode="de">Hundesteuer online</x:bezeichnung>
  <x:link><x:typ><code>01</code></x:typ><x:link>https://hund.example.org/antrag</x:link></x:link>
  <x:zustaendigkeit xsi:type="x:ZustaendigkeitOnlinedienst">
    <x:leistungID schemeAgencyID="L100008">8664900</x:leistungID></x:zustaendigkeit>
</x:onlinedienst>"""
OFFICE = """
<x:organisationseinheit>
  <x:id schemeAgencyID="L100008">500</x:id>
  <x:name><x:name languageCode="de">Steueramt Musterstadt</x:name></x:name>
  <x:anschrift><x:strasse>Am Markt</x:strasse><x:hausnummer>1</x:hausnummer><x:postleitzahl>24000</x:postleitzahl>
    <x:ort>Musterstadt</x:ort></x:anschrift>
  <x:kommunikation><x:kanal><code>01</code></x:kanal><x:kennung>steuer@example.org</x:kennung></x:kommunikation>
  <x:zustaendigkeit><x:leistungID schemeAgencyID="{agency}">8664900</x:leistungID></x:zustaendigkeit>
</x:organisationseinheit>"""


def catalogue(*objects: str, prologue: str = "", space: str = SPACE) -> bytes:
    written = "".join(f"<x:schreibe>{thing}</x:schreibe>" for thing in objects)
    names = f'xmlns:x="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xzufiVersion="2.2.0"'
    head = "<x:nachrichtenkopf><x:sender>Land</x:sender></x:nachrichtenkopf>"
    root = f"<x:transfer.operation.040201 {names}>{head}{written}</x:transfer.operation.040201>"
    return f'<?xml version="1.0"?>{prologue}{root}'.encode()


def read(tmp_path: Path, content: bytes) -> tuple[Section, ...]:
    (tmp_path / "katalog.xml").write_bytes(content)
    return parse(tmp_path / "katalog.xml", "katalog.xml").sections


@pytest.fixture
def sections(tmp_path: Path) -> dict[str, str]:
    read_sections = read(tmp_path, catalogue(SERVICE, ONLINE, OFFICE.format(agency="L100008")))
    assert all(section.headings[0] == "Hund anmelden" for section in read_sections)
    return {section.headings[-1]: section.text for section in read_sections}


def test_each_module_of_a_service_stands_under_its_name(sections: dict[str, str]) -> None:
    assert sections["Volltext"] == "Wer einen Hund hält, muss ihn anmelden."
    assert sections["Ausnahmen"] == "Blindenhunde sind steuerfrei."
    assert sections["Erforderliche Unterlagen"] == "- Personalausweis\n- Impfpass & Chipnummer"
    assert sections["Rechtsgrundlagen"] == "- § 3 Hundesteuersatzung"
    assert "Verfahrensablauf" not in sections


def test_amounts_and_times_are_said_in_words(sections: dict[str, str]) -> None:
    assert sections["Kosten"] == "Gebühr: 12,50 Euro\nFür die Marke."
    assert sections["Frist"] == "2 Wochen"


def test_where_a_service_can_be_had_online_and_from_whom_stands_with_it(sections: dict[str, str]) -> None:
    assert sections["Onlinedienst"] == "Hundesteuer online\nhttps://hund.example.org/antrag"
    assert sections["Zuständige Stelle"] == (
        "Steueramt Musterstadt\nAnschrift: Am Markt 1, 24000 Musterstadt\nE-Mail: steuer@example.org"
    )


def test_the_same_number_of_another_agency_is_another_service(tmp_path: Path) -> None:
    found = read(tmp_path, catalogue(SERVICE, OFFICE.format(agency="L200002")))
    assert found[-1].headings == ("Steueramt Musterstadt",)


def test_a_version_before_is_read_too(tmp_path: Path) -> None:
    older = catalogue(SERVICE, space="http://xoev.de/schemata/xzufi/2_1_0")
    assert read(tmp_path, older)[0].headings[0] == "Hund anmelden"


def test_entities_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile):
        read(tmp_path, catalogue(SERVICE, prologue='<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'))


@pytest.mark.parametrize("content", [b"<?xml version='1.0'?><daten/>", b"<daten>Hund</daten>"])
def test_other_xml_is_not_guessed_at(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFile):
        read(tmp_path, content)
