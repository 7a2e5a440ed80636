"""Old texts and presentations (DOC, PPT): LibreOffice turns them into OpenDocument files, which are then read.

LibreOffice runs with a profile of its own in which macros, active content and references to the outside are off. Where
it is not installed, antiword gives at least the text of a DOC file. Knows nothing of the files' insides.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from ingest.errors import BrokenFile, NeedsProgram
from ingest.parsers import odp, odt, text
from ingest.parsers.programs import find_program, run_program
from ingest.parsers.structure import ParsedDocument

_WRITER, _IMPRESS = "libswlo.so", "libsdlo.so"
_SECONDS = 50
_AGAIN = 81
"""How LibreOffice ends when it has made its profile and wants to be started anew."""
_SETTINGS = """<?xml version="1.0"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}</oor:items>
"""
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
_OFF = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def parse_doc(path: Path) -> ParsedDocument:
    """The sections of a Word file from before 2007.

    Raises:
        BrokenFile, FileTooLarge.
        NeedsProgram: neither LibreOffice nor antiword is installed.
    """
    antiword = find_program("antiword")
    if _part(_WRITER) or not antiword:
        return _converted(path, "odt", odt.parse)
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "text.doc"
        source.symlink_to(path.resolve())
        done = run_program([antiword, "-m", "UTF-8.txt", "-w", "0", str(source)], Path(name), _SECONDS, path.name)
        if done.returncode != 0 or not done.stdout.strip():
            raise BrokenFile(file=path.name, reason="kein lesbares Word-Dokument")
        target = Path(name) / "text.txt"
        target.write_bytes(done.stdout)
        return text.parse(target)


def parse_ppt(path: Path) -> ParsedDocument:
    """The slides of a PowerPoint presentation from before 2007. Raises BrokenFile, FileTooLarge, NeedsProgram."""
    return _converted(path, "odp", odp.parse)


def _part(library: str) -> Path | None:
    """LibreOffice's program, if the part of it is installed that `library` belongs to.

    The script of the same name starts the program in a way that outlives the script.
    """
    script = find_program("soffice")
    folder = Path(script).resolve().parent if script else None
    return folder / "soffice.bin" if folder and (folder / library).exists() else None


def _converted(path: Path, ending: str, parse: Callable[[Path], ParsedDocument]) -> ParsedDocument:
    office = _part(_WRITER if ending == "odt" else _IMPRESS)
    if office is None:
        raise NeedsProgram(file=path.name, program="LibreOffice Writer" if ending == "odt" else "LibreOffice Impress")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "text"
        source.symlink_to(path.resolve())
        _write_settings(folder / "profile")
        command = [str(office), "--headless", "--norestore", "--nolockcheck", "--nodefault"]
        command += [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", ending]
        command += ["--outdir", str(folder), str(source)]
        done = run_program(command, folder, _SECONDS, path.name)
        if done.returncode == _AGAIN:
            done = run_program(command, folder, _SECONDS, path.name)
        target = folder / f"text.{ending}"
        if done.returncode != 0 or not target.exists():
            raise BrokenFile(file=path.name, reason="kein lesbares Office-Dokument")
        return parse(target)


def _write_settings(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _OFF)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items))
