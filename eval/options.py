"""What commands of `python -m eval` have in common: sets, settings for a run, one JSON object."""

from typing import Annotated

import typer

from ingest.settings import Settings, read_settings

_OWN = {"home", "database_url", "host", "port"}
"""Settings that a run does without: each corpus has its own library."""

Sets = Annotated[list[str], typer.Argument(metavar="SET…", help="Folders, files (.json, .csv, .xlsx), or names in eval/sets")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object")]
Changed = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting for this run, e.g. passages=8")]


def change_settings(changed: list[str] | None) -> Settings:
    """The settings in force with those that the command line changes."""
    pairs = [pair.partition("=")[::2] for pair in changed or []]
    known = Settings.model_fields.keys() - _OWN
    unknown = [name for name, _ in pairs if name not in known]
    if unknown:
        raise typer.BadParameter(f"a run has no setting {unknown[0]}; there are {', '.join(sorted(known))}")
    return read_settings(**dict(pairs))
