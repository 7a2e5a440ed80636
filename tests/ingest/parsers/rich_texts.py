"""Documents as authorities have them, said once and independent of any format. Knows no parser and no format."""

from dataclasses import dataclass

MERGED_UP, MERGED_LEFT = "^", "<"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, with a footnote at its end if `note` is set."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list: each item with its depth (0 or 1); `form` is "-" for bullets, "1", "a" or "1a" for numbers and letters by depth."""

    form: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first `header` of which are the header; MERGED_UP and MERGED_LEFT belong to the cell above or before."""

    rows: tuple[tuple[str, ...], ...]
    header: int = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents over all headings but the title."""


@dataclass(frozen=True, slots=True)
class Box:
    """A text box."""

    text: str


Part = Heading | Text | Items | Table | Contents | Box


def bullets(*items: str) -> Items:
    """Bulleted items; a leading ">" puts one a level deeper."""
    return _items("-", items)


def numbers(*items: str) -> Items:
    """Items 1., 2., …"""
    return _items("1", items)


def letters(*items: str) -> Items:
    """Items a), b), …"""
    return _items("a", items)


def _items(form: str, items: tuple[str, ...]) -> Items:
    return Items(form, tuple((int(item.startswith(">")), item.removeprefix(">")) for item in items))


REGULATION: tuple[Part, ...] = (
    Heading(1, "Satzung über die Benutzung der Stadtbücherei Musterhausen"),
    Heading(2, "Inhaltsverzeichnis"),
    Contents(),
    Heading(2, "Erster Abschnitt Allgemeines"),
    Heading(3, "§ 1 Geltungsbereich"),
    Text(
        "(1) Diese Satzung gilt für die Benutzung der Stadtbücherei und ihrer Zweigstellen. Sie regelt Aus- und Rückgabe, Fristen "
        "sowie die Gebühren nach Anlage 1."
    ),
    Text(
        "(2) Die Benutzung ist i. d. R. an einen Benutzerausweis gebunden, vgl. § 4 Abs. 2 Nr. 1 der Gemeindeordnung.",
        "In der Fassung der Bekanntmachung vom 3. März 2021.",
    ),
    Heading(3, "§ 2 Anmeldung"),
    Text("Für die Anmeldung sind vorzulegen:"),
    numbers(
        "ein gültiger Personalausweis oder Reisepass,",
        "bei Minderjährigen die Einwilligung der gesetzlichen Vertretung,",
        "ein Nachweis über Ermäßigungen.",
    ),
    Text("Nicht anmelden können sich Personen, die"),
    letters(
        "bereits einen Ausweis besitzen,",
        "trotz Mahnung entliehene Medien nicht zurückgegeben haben oder",
        "von der Benutzung ausgeschlossen sind.",
    ),
    Heading(2, "Zweiter Abschnitt Ausleihe"),
    Heading(3, "§ 3 Leihfristen"),
    Text("Die Leihfrist beträgt für"),
    bullets(
        "Bücher und Spiele vier Wochen",
        ">bei Bestsellern jedoch zwei Wochen",
        "Zeitschriften und Filme eine Woche",
        "E-Medien nach den Bedingungen des Anbieters",
    ),
    Text(
        "Für die Verlängerung der Leihfrist, die Vormerkung entliehener Medien, die Fernleihe aus auswärtigen Bibliotheken und "
        "die Nutzung der Internetarbeitsplätze gelten die Benutzungshinweise, die in den Räumen der Stadtbücherei aushängen."
    ),
    Box("Hinweis: Rückgaben sind auch über den Außenkasten möglich."),
    Heading(3, "§ 4 Gebühren"),
    Text("Die Gebühren betragen:"),
    Table(
        (
            ("Leistung", "Erwachsene", "Ermäßigt"),
            ("Jahresausweis", "24,00 €", "12,00 €"),
            ("Monatsausweis", "4,00 €", "2,00 €"),
            ("Versäumnis je Woche und Medium", "1,50 €", "0,75 €"),
        )
    ),
    Text(
        "Die Gebühren werden mit Erteilung des Ausweises fällig. Sie können bar oder mit Karte bezahlt werden.",
        "Gutscheine werden nicht angenommen.",
    ),
    Heading(2, "Anlage 1 Verzeichnis der Sonderleistungen"),
    Text("Diese Anlage nennt die Entgelte der Sonderleistungen."),
    Table(
        (
            ("Art", "Leistung", "Entgelt"),
            ("Kopien", "schwarzweiß, je Seite", "0,10 €"),
            (MERGED_UP, "farbig, je Seite", "0,50 €"),
            ("Fernleihe", "je Bestellung", "3,00 €"),
        )
    ),
)

INSTRUCTION: tuple[Part, ...] = (
    Heading(1, "Dienstanweisung über den Umgang mit Dienstfahrzeugen"),
    Text("Aktenzeichen: 10-240/2024"),
    Heading(2, "§ 1 Zweck"),
    Text("Diese Dienstanweisung regelt Beschaffung, Nutzung und Pflege der Dienstfahrzeuge."),
    Heading(2, "§ 2 Nutzung"),
    Text("(1) Dienstfahrzeuge dürfen nur benutzt werden, wenn"),
    numbers(
        "ein Dienstgeschäft vorliegt,",
        "eine gültige Fahrerlaubnis vorgelegt wurde und",
        "die Vorgesetzte oder der Vorgesetzte zugestimmt hat.",
    ),
    Text("(2) Private Fahrten sind untersagt. Ausnahmen genehmigt das Hauptamt auf schriftlichen Antrag."),
    Heading(2, "§ 3 Fahrtenbuch"),
    Text("In das Fahrtenbuch sind einzutragen:"),
    bullets("Datum und Uhrzeit", "Ziel und Zweck der Fahrt", "Kilometerstand zu Beginn und am Ende"),
    Text("Das Fahrtenbuch ist fünf Jahre aufzubewahren."),
    Heading(2, "§ 4 Inkrafttreten"),
    Text("Diese Dienstanweisung tritt am 1. Januar 2025 in Kraft. Sie ersetzt die Dienstanweisung vom 15. Mai 2012."),
)

FEES: tuple[Part, ...] = (
    Heading(1, "Gebührenverzeichnis des Bürgeramtes"),
    Text("Stand: 1. Juli 2024"),
    Heading(2, "1 Ausweise und Pässe"),
    Table(
        (
            ("Nr.", "Amtshandlung", "Gebühr in Euro"),
            ("1.1", "Personalausweis ab 24 Jahren", "37,00"),
            ("1.2", "Personalausweis unter 24 Jahren", "22,80"),
            ("1.3", "Vorläufiger Personalausweis", "10,00"),
        )
    ),
    Text("Bei Bedürftigkeit kann die Gebühr ermäßigt werden."),
    Heading(2, "2 Meldewesen"),
    Heading(3, "2.1 Auskünfte"),
    Table(
        (
            ("Auskunft", "Form", "Gebühr in Euro"),
            ("einfach", "mündlich", "gebührenfrei"),
            (MERGED_UP, "schriftlich", "11,00"),
            ("erweitert", "schriftlich", "15,00"),
        )
    ),
    Heading(3, "2.2 Bescheinigungen"),
    Text("Für jede Meldebescheinigung werden 8,00 Euro erhoben. Das gilt auch für Zweitschriften."),
)

FAQ: tuple[Part, ...] = (
    Heading(1, "Häufige Fragen zum mobilen Arbeiten"),
    Heading(2, "Wer darf mobil arbeiten?"),
    Text("Alle Beschäftigten, deren Aufgaben sich dafür eignen. Ausgenommen sind Auszubildende im ersten Lehrjahr."),
    Heading(2, "Wie viele Tage sind erlaubt?"),
    Text("Höchstens drei Tage je Woche. In Teilzeit gilt das anteilig."),
    Heading(2, "Was brauche ich dafür?"),
    Text("Sie benötigen:"),
    bullets("ein dienstliches Notebook", "einen Zugang zum VPN", "einen geeigneten Arbeitsplatz"),
    Heading(2, "Wer hilft bei Störungen?"),
    Text("Der IT-Service hilft unter der Durchwahl 4711, montags bis freitags von 7 bis 17 Uhr."),
)

MINUTES: tuple[Part, ...] = (
    Heading(1, "Niederschrift über die 12. Sitzung des Personalrats"),
    Table((("Datum", "17. September 2024"), ("Ort", "Rathaus, Raum 112"), ("Leitung", "Frau Dr. Beispiel"))),
    Heading(2, "Tagesordnung"),
    numbers("Genehmigung der Niederschrift", "Bericht über die Haushaltslage", "Verschiedenes"),
    Heading(2, "TOP 1 Genehmigung der Niederschrift"),
    Text("Die Niederschrift der 11. Sitzung wird einstimmig genehmigt."),
    Heading(2, "TOP 2 Bericht über die Haushaltslage"),
    Text("Die Kämmerin berichtet, dass die Einnahmen um rd. 2,5 Mio. Euro zurückgehen. Der Personalrat nimmt das zur Kenntnis."),
    Text("Abstimmung: 9 Ja, 0 Nein, 1 Enthaltung"),
    Heading(2, "TOP 3 Verschiedenes"),
    Text("Die nächste Sitzung findet am 15. Oktober 2024 um 9:00 Uhr statt."),
)

FORM: tuple[Part, ...] = (
    Heading(1, "Antrag auf Sonderurlaub"),
    Text("Bitte spätestens zwei Wochen vor Beginn bei der Personalstelle einreichen."),
    Heading(2, "A. Angaben zur Person"),
    Table((("Name, Vorname", "Personalnummer"), ("Amt und Sachgebiet", "Telefon"))),
    Heading(2, "B. Angaben zum Urlaub"),
    Text("Der Urlaub wird beantragt wegen"),
    bullets("Eheschließung", "Geburt eines Kindes", "Tod eines nahen Angehörigen", "Umzug aus dienstlichem Grund"),
    Text("Die Zahl der Urlaubstage richtet sich nach der folgenden Übersicht."),
    Table((("Anlass", "Tage"), ("Eheschließung", "1"), ("Geburt eines Kindes", "1"), ("Umzug", "1"), ("Todesfall", "2"))),
    Heading(2, "C. Entscheidung"),
    Text("Der Antrag wird genehmigt, soweit dienstliche Gründe nicht entgegenstehen."),
)

CIRCULAR: tuple[Part, ...] = (
    Heading(1, "Runderlass zur Führung von Personalakten"),
    Text("Az.: 03-0300/17"),
    Heading(2, "I. Aufbau"),
    Text("Die Akte gliedert sich in Grundakte und Teilakten, d. h. in:"),
    bullets("die Besoldungsakte,", "die Beihilfeakte – sie ist getrennt zu führen –,", "die Urlaubsakte."),
    Table((("Teilakte", "Frist", "Norm", "Ort"), ("Beihilfe", "5 Jahre", "§ 113 BBG", "2.14"), ("Urlaub", "3 Jahre", "", "2.15"))),
    Heading(2, "II. Einsicht"),
    Heading(3, "1. Recht auf Einsicht"),
    Text("Beschäftigte haben ein Recht auf Einsicht in ihre vollständige Akte.", "Auch nach ihrem Ausscheiden."),
    Text("Auf Verlangen sind Kopien zu überlassen.", "Die Kosten trägt die Behörde."),
    Heading(3, "2. Auskunft an Dritte"),
    Text("Auskünfte bedürfen der Einwilligung, es sei denn, dass"),
    letters("die Abwehr einer Gefahr für das Gemeinwohl oder", "der Schutz höherrangiger Interessen Dritter"),
    Text("die Auskunft zwingend erfordert. Ihr Inhalt ist den Beschäftigten schriftlich mitzuteilen."),
)

TEXTS: dict[str, tuple[Part, ...]] = {
    "satzung": REGULATION,
    "dienstanweisung": INSTRUCTION,
    "gebuehren": FEES,
    "fragen": FAQ,
    "niederschrift": MINUTES,
    "antrag": FORM,
    "erlass": CIRCULAR,
}
