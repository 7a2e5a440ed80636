"""A library as tests use it: documents go in through the real pipeline. Knows no web."""

import itertools
from dataclasses import dataclass, field
from pathlib import Path

from ingest.documents import EVERYTHING, Metadata, Passage, Scope
from ingest.german import find_grams, find_terms
from ingest.identities import new_identity
from ingest.jobs import Job, add_jobs, read_jobs
from ingest.library import Library
from ingest.parsers.sandbox import Sandbox
from ingest.pipeline import process_jobs


@dataclass(frozen=True)
class Shelf:
    """A library, and the sandbox and folder that files come through on their way into it."""

    library: Library
    sandbox: Sandbox
    folder: Path
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def add(self, name: str, content: str | bytes, metadata: Metadata = Metadata()) -> Job:
        """The ended job of a file called `name`; its passages can be searched."""
        return self.add_all({name: content}, metadata)[0]

    def add_all(self, files: dict[str, str | bytes], metadata: Metadata = Metadata()) -> list[Job]:
        """The ended jobs of `files`, in their order."""
        jobs = [self.job(name, content, metadata) for name, content in files.items()]
        add_jobs(self.library.engine, jobs)
        with self.library.writing():
            for _ in process_jobs(self.library, self.sandbox):
                pass
        self.library.catch_up()
        ended = {job.id: job for job in read_jobs(self.library.engine, [job.id for job in jobs])}
        return [ended[job.id] for job in jobs]

    def job(self, name: str, content: str | bytes, metadata: Metadata = Metadata()) -> Job:
        """A job that waits for nobody yet, for a file that lies in the folder."""
        path = self.folder / f"upload-{next(self._numbers)}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Job(new_identity(), name, str(path), False, new_identity(), metadata)

    def found(self, question: str, scope: Scope = EVERYTHING) -> list[Passage]:
        """The passages that any of the searches finds for `question`."""
        library = self.library
        lists = [
            library.search_words("words", dict.fromkeys(find_terms(question), 1.0), scope, 20),
            library.search_words("grams", dict.fromkeys(find_grams(question), 1.0), scope, 20),
            library.search_vectors(question, scope, 20),
        ]
        identities = dict.fromkeys(identity for hits in lists for identity, _ in hits)
        return list(library.passages(list(identities), scope).values())

    def texts(self, question: str, scope: Scope = EVERYTHING) -> str:
        """All that any of the searches finds for `question`, as one text."""
        return "\n".join(passage.text for passage in self.found(question, scope))
