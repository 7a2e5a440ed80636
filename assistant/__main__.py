"""`python -m assistant`: serve the pages and the API, or ask one question."""

import json
import os
import sys
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from assistant.access import commands, document_commands
from assistant.assembly import build_assistant
from assistant.conversation import Answer, Event, Question, SentenceChecked, TextPiece, Trouble
from assistant.exporting import answer_as_markdown, doubt_about
from ingest.errors import AktenlotseError, refused_by_system
from ingest.settings import read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Answer questions from the library.")
app.add_typer(commands.people, name="people")
app.add_typer(commands.rights, name="rights")
app.add_typer(commands.audit, name="audit")
app.add_typer(document_commands.releases, name="releases")
app.add_typer(document_commands.erasures, name="erasures")
app.command()(document_commands.erase)
app.command(name="sweep")(commands.sweep_command)
screen = Console(stderr=True)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on")] = None,
) -> None:
    """Serve the pages and the API, with a worker beside that takes in uploaded files."""
    from assistant.web.serving import serve as serve_forever

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    serve_forever(read_settings(**given))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in German")],
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day whose rules count")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Answer as the API returns it")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print the answer as Markdown, with its sources")] = False,
) -> None:
    """Ask one question and print the answer with its sources. Exit code 1 if nobody could answer."""
    from assistant.web.shapes import answer_json

    assistant = build_assistant(read_settings())
    event: Event | None = None
    for event in assistant.answer(Question(question, as_of=as_of.date() if as_of else None)):
        if isinstance(event, Trouble):
            screen.print(f"[red]{event.message}[/red]", highlight=False)
        elif isinstance(event, TextPiece) and not (as_json or as_markdown):
            print(event.text, end="", flush=True)  # noqa: T201
        elif isinstance(event, SentenceChecked) and not (as_json or as_markdown):
            print(doubt_about(event.sentence), end="", flush=True)  # noqa: T201
        elif isinstance(event, Answer) and as_markdown:
            print(answer_as_markdown(event), end="")  # noqa: T201
        elif isinstance(event, Answer):
            print(json.dumps(answer_json(event), ensure_ascii=False) if as_json else _sources(event))  # noqa: T201
    raise typer.Exit(int(not isinstance(event, Answer)))


def _sources(answer: Answer) -> str:
    lines = ["", *answer.remarks]
    for citation in answer.citations:
        passage = citation.passage
        page = f", S. {passage.page}" if passage.page else ""
        lines.append(f"[{citation.number}] {' > '.join(passage.headings)}{page} ({passage.document.file_name})")
    return "\n".join(lines)


def main() -> None:
    """Run the command line; an error that a person can mend is printed as one sentence."""
    try:
        app()
    except AktenlotseError as error:
        sys.exit(str(error))
    except BrokenPipeError:
        os._exit(0)
    except OSError as error:
        sys.exit(str(refused_by_system(error)))


if __name__ == "__main__":
    main()
