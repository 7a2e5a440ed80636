"""More documents, with what is hard in some format: headers of two rows, tables over pages, lists in lists, soft hyphens."""

from tests.ingest.parsers.rich_texts import (
    MERGED_LEFT,
    MERGED_UP,
    Box,
    Heading,
    Items,
    Part,
    Table,
    Text,
    bullets,
    letters,
    numbers,
)

SCHEDULE: tuple[Part, ...] = (
    Heading(1, "Gebührentarif der Kreisstadt Lindental"),
    Text("Anlage zur Verwaltungsgebührensatzung vom 4. April 2023"),
    Heading(2, "1. Gebühren nach Zeitaufwand"),
    Text("Soweit nichts anderes bestimmt ist, wird nach Zeitaufwand abgerechnet.", "Wegezeiten zählen mit."),
    Table(
        (
            ("Laufbahn", "Stundensatz", MERGED_LEFT, "Anmerkung"),
            (MERGED_UP, "im Amt", "außer Haus", MERGED_UP),
            ("mittlerer Dienst", "52,00 €", "61,50 €", "Die Fahrt\u00adkosten\u00aderstattung ist ent\u00adhalten."),
            ("gehobener Dienst", "68,00 €", "77,50 €", ""),
            ("höherer Dienst", "84,00 €", "93,50 €", "Nur mit Zu\u00adstimmung der Amts\u00adleitung."),
        ),
        header=2,
    ),
    Heading(2, "2. Feste Gebühren"),
    Text("Bei den festen Gebühren ist der übliche Aufwand berücksichtigt. Auslagen werden gesondert erhoben."),
    Table(
        (
            ("Nr.", "Gegenstand", "Gebühr"),
            ("A. Beglaubigungen", MERGED_LEFT, MERGED_LEFT),
            ("2.1", "Beglaubigung einer Unterschrift", "6,00 €"),
            ("2.2", "Beglaubigung einer Abschrift, je angefangene Seite", "2,50 €"),
            ("B. Akteneinsicht", MERGED_LEFT, MERGED_LEFT),
            ("2.3", "Einsicht in Bauakten", "25,00 €"),
            ("2.4", "Versand von Akten", "12,00 € bis 40,00 €"),
        )
    ),
    Heading(2, "3. Schlussbestimmung"),
    Text("Dieser Tarif gilt ab dem 1. Mai 2023."),
)

BYLAW: tuple[Part, ...] = (
    Heading(1, "Friedhofssatzung der Kreisstadt Lindental"),
    Text(
        "Der Rat der Kreisstadt Lindental hat in seiner Sitzung am 12. Dezember 2022 aufgrund des § 4 des Bestattungsgesetzes "
        "und der §§ 7 und 8 der Gemeindeordnung die folgende Satzung beschlossen:"
    ),
    Heading(2, "Abschnitt I Allgemeine Bestimmungen"),
    Heading(3, "§ 1 Friedhofszweck"),
    Text("(1) Die Friedhöfe sind nicht rechtsfähige Anstalten der Stadt."),
    Text("(2) Sie dienen der Bestattung aller Personen, die", "Maßgeblich ist der Tag des Todes."),
    Items(
        "1a",
        (
            (0, "bei ihrem Ableben in der Stadt gewohnt haben,"),
            (0, "ein Recht auf Nutzung besitzen, nämlich"),
            (1, "an einer Wahlgrabstätte oder"),
            (1, "an einer Urnenwahlgrabstätte,"),
            (0, "ohne festen Wohnsitz in der Stadt verstorben sind."),
        ),
    ),
    Text("(3) Die Bestattung anderer Personen bedarf der Erlaubnis. Ein Anspruch besteht nicht."),
    Heading(3, "§ 2 Verhalten auf den Friedhöfen"),
    Text("(1) Auf den Friedhöfen ist es nicht gestattet,"),
    letters(
        "die Wege mit Fahrzeugen aller Art zu befahren, ausgenommen sind Kinderwagen, Rollstühle und Fahrzeuge der Verwaltung "
        "sowie der zugelassenen Gewerbebetriebe,",
        "Waren und gewerbliche Dienste anzubieten,",
        "an Sonn- und Feiertagen Arbeiten auszuführen.",
    ),
    Text("(2) Totengedenkfeiern sind vier Tage vorher anzumelden ", "Das gilt nicht für Feiern der Religionsgemeinschaften."),
    Heading(2, "Abschnitt II Grabstätten"),
    Heading(3, "§ 3 Arten der Grabstätten"),
    Text("Die Grabstätten werden unterschieden in"),
    bullets("Reihengrabstätten,", "Wahlgrabstätten,", ">einstellige und", ">mehrstellige,", "Urnengrabstätten."),
    Heading(3, "§ 4 Inkrafttreten"),
    Text("Diese Satzung tritt am 1. Januar 2023 in Kraft. Gleichzeitig tritt die Satzung vom 8. Mai 2001 außer Kraft."),
    Heading(2, "Anlage Ruhezeiten und Maße"),
    Text("Für die Grabstätten gelten die folgenden Ruhezeiten und Maße."),
    Table(
        (
            ("Art", "Ruhezeit in Jahren", "Maße in m", MERGED_LEFT),
            (MERGED_UP, MERGED_UP, "Länge", "Breite"),
            ("Reihengrab", "25", "2,10", "0,90"),
            ("Wahlgrab", "30", "2,50", "1,20"),
            ("Urnengrab", "15", "1,00", MERGED_LEFT),
        ),
        header=2,
    ),
)

LETTER: tuple[Part, ...] = (
    Heading(1, "Rundschreiben Nr. 7/2023 des Hauptamtes"),
    Text("Geschäftszeichen: 11.2-0470"),
    Text("Betreff: Neue Regeln für die Belegung der Besprechungsräume"),
    Heading(2, "1 Anlass"),
    Text("Die bisherigen Regeln haben sich nicht bewährt. Sie werden durch dieses Rundschreiben ersetzt."),
    Box("Achtung: Bereits bestätigte Buchungen bleiben bestehen."),
    Heading(2, "2 Belegung"),
    Heading(3, "2.1 Buchung"),
    Text("Räume werden im Kalender gebucht. Dabei ist anzugeben:"),
    numbers("der Zweck,", "die Zahl der Personen,", "die benötigte Technik."),
    Heading(4, "2.1.1 Fristen"),
    Text("Große Räume sind eine Woche vorher zu buchen."),
    Heading(4, "2.1.2 Absagen"),
    Text("Nicht benötigte Räume sind unverzüglich freizugeben."),
    Heading(3, "2.2 Belegungsplan"),
    Text("Der folgende Plan gilt bis auf Weiteres."),
    Table(
        (
            ("Raum", "Plätze", MERGED_LEFT, "Zuständig"),
            (MERGED_UP, "Reihe", "Tafel", MERGED_UP),
            *(
                (f"Raum {number}", str(number % 40 + 10), str(number % 30 + 6), f"Sachgebiet {number % 7}")
                for number in range(101, 161)
            ),
        ),
        header=2,
    ),
    Text("Änderungen teilt das Hauptamt mit."),
    Heading(2, "3 Ansprechstelle"),
    Text("Fragen beantwortet die Poststelle."),
)

MORE_TEXTS: dict[str, tuple[Part, ...]] = {"tarif": SCHEDULE, "friedhof": BYLAW, "rundschreiben": LETTER}
