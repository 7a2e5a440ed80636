"""A passage with what stands around it in its section reads as its document does."""

from sqlalchemy import select

from ingest import records, tables
from ingest.documents import EVERYTHING, Passage
from tests.shelf import Shelf

RULES = "\n\n".join(f"Satz {number} dieser Regelung {'über die Ablage von Akten ' * 6}ist zu beachten." for number in range(20))
TABLE = "| Leistung | Gebühr |\n| --- | --- |\n" + "\n".join(
    f"| Auskunft {number} aus dem Register mit einer längeren Beschreibung dessen, was sie umfasst | {number} Euro |"
    for number in range(60)
)


def passages_of(shelf: Shelf, name: str, text: str) -> list[Passage]:
    shelf.add(name, text)
    with shelf.library.engine.connect() as connection:
        table = tables.passages
        identities = connection.scalars(select(table.c.id).join(tables.documents).where(tables.documents.c.file_name == name))
        found = shelf.library.passages(list(identities), EVERYTHING)
    return [found[identity] for identity in sorted(found)]


def document_text(shelf: Shelf, passage: Passage) -> str:
    with shelf.library.engine.connect() as connection:
        return "\n\n".join(section.text for section in records.read_sections(connection, passage.document.id))


def test_a_passage_is_enlarged_by_its_neighbours(shelf: Shelf) -> None:
    passages = passages_of(shelf, "regel.md", f"# Regel\n\n## § 1\n\n{RULES}\n")
    assert len(passages) > 3
    larger = shelf.library.enlarged(passages[1:2])[passages[1].id]
    assert (larger.start, larger.end) == (passages[0].start, passages[2].end)
    assert larger.text == document_text(shelf, larger)[larger.start : larger.end]
    assert passages[1].text in larger.text
    assert (larger.id, larger.headings) == (passages[1].id, passages[1].headings)


def test_a_neighbour_of_another_section_or_document_is_left_alone(shelf: Shelf) -> None:
    before, after = passages_of(shelf, "zwei.md", "# Zwei\n\n## § 1\n\nDas eine gilt.\n\n## § 2\n\nDas andere gilt.\n")
    (other,) = passages_of(shelf, "drei.md", "Das dritte gilt.")
    assert shelf.library.enlarged([before, after, other]) == {}


def test_what_was_found_itself_and_what_two_share_is_added_once(shelf: Shelf) -> None:
    first, second, third, *_ = passages_of(shelf, "regel.md", f"# Regel\n\n## § 1\n\n{RULES}\n")
    larger = shelf.library.enlarged([first, second])
    assert set(larger) == {second.id}
    assert (larger[second.id].start, larger[second.id].end) == (second.start, third.end)
    apart = shelf.library.enlarged([first, third])
    assert apart[first.id].end == second.end
    assert apart[third.id].start == third.start


def test_the_header_of_a_table_is_kept_once(shelf: Shelf) -> None:
    passages = passages_of(shelf, "gebuehren.md", f"# Gebühren\n\n{TABLE}\n")
    assert len(passages) > 3
    larger = shelf.library.enlarged([passages[2]])[passages[2].id]
    assert larger.text.startswith("| Leistung | Gebühr |\n")
    assert larger.text.count("Leistung") == 1
    assert larger.text.endswith(document_text(shelf, larger)[larger.start : larger.end])
