"""Courtesies around a question are left out before documents are searched; what is asked keeps its words."""

import time

import pytest

from assistant.courtesies import is_courtesy, strip_courtesies

PLAIN = "Wie lange dauert die Probezeit?"
FRAMES = (
    "Guten Tag, {} Vielen Dank!",
    "Hallo zusammen, ich hätte da mal eine kurze Frage: {} Vielen Dank im Voraus und viele Grüße",
    "Liebe Kolleginnen und Kollegen, könnt ihr mir weiterhelfen? {} Herzlichen Dank!",
    "Sehr geehrte Damen und Herren,\n\n{}\n\nMit freundlichen Grüßen\nErika Muster\nReferat 23",
    "Sehr geehrter Herr Dr. Schmidt, {} Mit besten Grüßen, E. Muster",
    "Moin, {} LG Kim",
    "Entschuldigen Sie die Störung, eine kurze Rückfrage: {} Mit freundlichen Grüßen",
    "Hallo! Ich bin neu hier und kenne mich leider noch nicht aus. {} Danke!!",
    "{} Ich freue mich auf Ihre Antwort. Schönes Wochenende!",
    "{} Es eilt, danke schon mal. MfG",
    "Guten Morgen Frau Meier, ich finde das leider nirgends. {}",
    "guten tag. bitte entschuldigen sie. {} danke im voraus und freundliche gruesse",
    "Ich hoffe, es geht Ihnen gut. {} Vielen Dank für Ihre Mühe und Hilfe!",
    "{} Über eine schnelle Rückmeldung würde ich mich freuen.",
    "Hey, kurze Frage – {}",
    "Hallo Max, {} Danke, Peter Muster",
    "Hätten Sie kurz Zeit? {} Vielen Dank\nPeter Muster",
    "Könnten Sie mir bitte weiterhelfen? Ich finde dazu leider nichts. {} Gruß, Kim Muster",
)
EMBEDDED = (
    ("Ich wollte mal fragen, wie lange die Probezeit dauert.", "wie lange die Probezeit dauert."),
    ("Kannst du mir sagen, wann der Urlaub verfällt?", "wann der Urlaub verfällt?"),
    ("Können Sie mir bitte erklären, wie ich Wohngeld beantrage?", "wie ich Wohngeld beantrage?"),
    ("Hallo, könnten Sie mir vielleicht sagen wo ich den Antrag abgebe? LG", "wo ich den Antrag abgebe?"),
    ("Mich würde interessieren, wer Sonderurlaub genehmigt.", "wer Sonderurlaub genehmigt."),
    ("Weißt du, ob ich Überstunden auszahlen lassen kann?", "Kann ich Überstunden auszahlen lassen?"),
    ("Ich möchte gerne wissen, ob ein Nebenjob anzuzeigen ist", "Ist ein Nebenjob anzuzeigen"),
    ("Ich weiß nicht genau, welche Frist für den Widerspruch gilt.", "welche Frist für den Widerspruch gilt."),
    ("Kann mir jemand sagen, wie viel Urlaub mir zusteht?", "wie viel Urlaub mir zusteht?"),
    ("Ich habe eine Frage zum Elterngeld: Wie hoch ist es?", "zum Elterngeld: Wie hoch ist es?"),
    ("wie viel urlaub habe ich in teilzeit danke", "wie viel urlaub habe ich in teilzeit"),
    ("Danke! Und wie lange gilt das?", "Und wie lange gilt das?"),
    ("Hallo darf ich Geschenke annehmen", "darf ich Geschenke annehmen"),
    (
        "Ich arbeite in Teilzeit. Könnten Sie mir bitte helfen? Wie viel Urlaub habe ich?",
        "Ich arbeite in Teilzeit. Wie viel Urlaub habe ich?",
    ),
)
ASKED = (
    "Wie grüße ich den Minister korrekt in einem Brief?",
    "Darf ich Dankesgeschenke annehmen?",
    "Wie schreibe ich mit freundlichen Grüßen?",
    "Darf ich fragen, ob eine Bewerberin schwanger ist?",
    "Muss ich sagen, wie lange ich krank bin?",
    "Wem muss ich Bescheid sagen, wenn ich krank bin?",
    "Meine Mutter ist pflegebedürftig. Gibt es Hilfe?",
    "Mein Dienstrad wurde gestohlen. Wer kann mir helfen?",
    "Wie sage ich danke",
    "Gehört guten Tag zu sagen zu den Dienstpflichten?",
    "Wann ist der Tag der offenen Tür?",
    "Muss ich eine Frage des Personalrats beantworten, wenn es eilig ist?",
    "Wer muss neue Kolleginnen und Kollegen begrüßen?",
    "Hilfe zur Pflege: wer zahlt?",
    "Wie lange dauert die Auskunft über meine Akte?",
    "Und dort?",
    "Gilt das auch für Teilzeit?",
    "reisekosten ausland frist",
    "Was bedeutet § 5 Abs. 2 Satz 1 BRKG?",
    "Entschuldigung für verspätete Abgabe: welche Frist gilt?",
    "Wenn ich frage, muss mir die Behörde dann antworten?",
    "Wer erteilt Auskunft?",
    "Jemand will wissen, was wir über ihn gespeichert haben.",
    "Die Kollegin ist neu hier. Wie viel Urlaub hat sie?",
    "Hallo",
)


@pytest.mark.parametrize("frame", FRAMES)
def test_courtesies_around_a_question_leave_the_question(frame: str) -> None:
    assert strip_courtesies(frame.format(PLAIN)) == PLAIN


@pytest.mark.parametrize(("text", "asked"), EMBEDDED)
def test_a_question_within_a_courtesy_keeps_its_words(text: str, asked: str) -> None:
    assert strip_courtesies(text) == asked


@pytest.mark.parametrize("text", ASKED)
def test_what_is_asked_is_never_taken_for_a_courtesy(text: str) -> None:
    assert strip_courtesies(text) == text


@pytest.mark.parametrize(
    "text", ["Guten Tag, ich hätte da mal eine Frage.", "Können Sie mir weiterhelfen?", "Hallo zusammen! Vielen Dank"]
)
def test_only_courtesies_ask_nothing(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize("text", ASKED[:-1])
def test_a_question_is_no_courtesy(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize("blank", ["\n", " ", ", "])
def test_a_question_full_of_blanks_takes_no_time(blank: str) -> None:
    began = time.process_time()
    assert strip_courtesies(f"Wie{blank * 4_000}viel?").startswith("Wie")
    assert time.process_time() - began < 2
