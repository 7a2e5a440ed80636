"""Commands for whoever operates the machine: accounts, rights, audit, what is kept no longer."""

import sys
from datetime import UTC, datetime
from typing import Annotated, TypeVar, get_args

import typer
from rich.console import Console
from rich.table import Table

from assistant.access import passwords
from assistant.access.gate import Gate
from assistant.access.people import Person, add_person, all_people, join_groups, named, remove_person, set_active
from assistant.access.retention import sweep
from assistant.access.rights import ALL, Ability, Grant, Role, all_grants, give_role, grant, revoke
from ingest import journal as journals
from ingest.journal import OPERATOR, Journal
from ingest.secret import open_secret
from ingest.settings import read_settings
from ingest.tables import open_database

people = typer.Typer(no_args_is_help=True, help="Accounts of people.")
rights = typer.Typer(no_args_is_help=True, help="Who may read and edit which collection.")
audit = typer.Typer(no_args_is_help=True, help="Who did what: check and export it.")
screen = Console(stderr=True)
_Word = TypeVar("_Word", bound=str)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the person signs in with")]
Collection = Annotated[str, typer.Option(help="Collection, or * for all")]
Holder = Annotated[str, typer.Argument(metavar="WHO", help="everyone, group:NAME, or the name of an account")]
AbilityName = Annotated[str, typer.Argument(metavar="MAY", help="read, edit, evaluate or administer")]
CollectionName = Annotated[str, typer.Argument(metavar="COLLECTION", help="Collection, or * for all")]


@people.command()
def add(
    name: Name,
    role: Annotated[list[str] | None, typer.Option(help="staff, editor, evaluator or administrator; may be repeated")] = None,
    collection: Collection = ALL,
    shown: Annotated[str, typer.Option(help="Name that others see")] = "",
    group: Annotated[list[str] | None, typer.Option(help="Group; may be repeated")] = None,
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    roles: list[Role] = [_one_of(each, get_args(Role)) for each in role or ["staff"]]
    with open_journal().change(OPERATOR) as change:
        person = add_person(change, name, shown, now())
        join_groups(change, person, group or [])
        for each in roles:
            give_role(change, person, each, collection)
        passwords.set_password(change, person, _ask_password())
    screen.print(f"{person.name}: {', '.join(roles)}", highlight=False)


@people.command(name="list")
def list_people() -> None:
    """List the accounts with their groups."""
    table = Table("name", "shown", "groups", "open")
    with open_journal().engine.connect() as connection:
        for person in all_people(connection):
            table.add_row(person.name, person.shown, ", ".join(sorted(person.groups)), "yes" if person.active else "no")
    Console().print(table)


@people.command()
def password(name: Name) -> None:
    """Give an account a new password; it is signed out everywhere."""
    with open_journal().change(OPERATOR) as change:
        passwords.set_password(change, named(change.connection, name), _ask_password())


@people.command()
def groups(name: Name, group: Annotated[list[str] | None, typer.Argument(metavar="GROUP…")] = None) -> None:
    """Put an account into these groups and no others."""
    with open_journal().change(OPERATOR) as change:
        join_groups(change, named(change.connection, name), group or [])


@people.command(name="close")
def close_account(name: Name) -> None:
    """Close an account: signed out everywhere, tokens void."""
    with open_journal().change(OPERATOR) as change:
        set_active(change, named(change.connection, name), False)


@people.command(name="open")
def open_account(name: Name) -> None:
    """Open a closed account again."""
    with open_journal().change(OPERATOR) as change:
        set_active(change, named(change.connection, name), True)


@people.command()
def remove(name: Name) -> None:
    """Remove an account with its conversations, tokens and rights."""
    with open_journal().change(OPERATOR) as change:
        remove_person(change, named(change.connection, name))


@rights.command(name="grant")
def grant_right(who: Holder, may: AbilityName, collection: CollectionName = "") -> None:
    """Allow somebody to read or edit a collection, to evaluate, or to administer."""
    journal = open_journal()
    with journal.change(OPERATOR) as change:
        grant(change, _as_grant(journal, who, may, collection))


@rights.command(name="revoke")
def revoke_right(who: Holder, may: AbilityName, collection: CollectionName = "") -> None:
    """Allow it no longer; it holds from the next question on."""
    journal = open_journal()
    with journal.change(OPERATOR) as change:
        if not revoke(change, _as_grant(journal, who, may, collection)):
            screen.print("was not allowed")


@rights.command(name="list")
def list_rights() -> None:
    """List everything that is allowed."""
    table = Table("who", "may", "collection")
    with open_journal().engine.connect() as connection:
        known = {f"person:{person.id}": person.name for person in all_people(connection)}
        for each in all_grants(connection):
            table.add_row(known.get(each.holder, each.holder), each.ability, each.collection)
    Console().print(table)


@audit.command()
def verify(
    head: Annotated[str | None, typer.Option(help="Number and seal of an entry, written down before (see: audit head)")] = None,
) -> None:
    """Check the chain. Exit code 1 and one line for each fault if an entry was changed, removed or inserted."""
    journal = open_journal()
    with journal.engine.connect() as connection:
        problems = journals.verify(connection, journal.secret, head)
    for problem in problems:
        print(problem)  # noqa: T201
    screen.print("the chain is sound" if not problems else f"{len(problems)} problems")
    raise typer.Exit(int(bool(problems)))


@audit.command()
def export() -> None:
    """Print all entries as JSON Lines, the oldest first; that they were taken along is the last one."""
    journal = open_journal()
    journal.note(OPERATOR, "audit.export", "audit")
    with journal.engine.connect() as connection:
        for entry in journals.read_entries(connection):
            print(entry.as_line())  # noqa: T201


@audit.command(name="head")
def show_head() -> None:
    """Print number and seal of the last entry, to be written down elsewhere."""
    with open_journal().engine.connect() as connection:
        print(journals.head(connection))  # noqa: T201


def sweep_command() -> None:
    """Delete conversations, sessions and tokens whose time has come; the server does this every hour."""
    settings = read_settings()
    gate = Gate(settings, open_database(settings.database))
    removed = sweep(gate.journal, gate.keeping, now())
    with gate.journal.engine.connect() as connection:
        head = journals.head(connection)
    screen.print(", ".join(f"{count} {name}" for name, count in removed.items()), f"audit head {head}", sep="\n")


def _as_grant(journal: Journal, who: str, may: str, collection: str) -> Grant:
    ability: Ability = _one_of(may, get_args(Ability))
    if (ability in ("read", "edit")) != bool(collection):
        raise typer.BadParameter("read and edit need a collection, evaluate and administer have none")
    if who == "everyone" or who.startswith("group:"):
        return Grant(who, ability, collection)
    with journal.engine.connect() as connection:
        person: Person = named(connection, who)
    return Grant(f"person:{person.id}", ability, collection)


def _one_of(word: str, words: tuple[_Word, ...]) -> _Word:
    for each in words:
        if each == word:
            return each
    raise typer.BadParameter(f"one of {', '.join(words)}")


def _ask_password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\n")


def open_journal() -> Journal:
    """Where changes of the configured home begin."""
    settings = read_settings()
    return Journal(open_database(settings.database), open_secret(settings.home))


def now() -> datetime:
    """The time in UTC, as the database has it."""
    return datetime.now(UTC).replace(tzinfo=None)
