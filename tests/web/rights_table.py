"""Who may use which route. A route that is not named here fails the tests.

Of a route of documents that somebody may use, each document is there for them, or not, by `SEEN`; what only its editors may do
with it by `EDITED`. Knows no test.
"""

ANYBODY = frozenset({"nobody", "monitor", "staff", "insider", "editor", "program", "evaluator", "administrator"})
UNKNOWN = frozenset({"nobody", "monitor"})
SIGNED_IN = ANYBODY - UNKNOWN
PEOPLE = SIGNED_IN - {"program"}
EDITORS = frozenset({"editor"})
EVALUATORS = frozenset({"evaluator"})
ADMINISTRATORS = frozenset({"administrator"})

ROUTES: dict[str, frozenset[str]] = {
    "GET /healthz": ANYBODY,
    "GET /readyz": ANYBODY,
    "GET /metrics": frozenset({"monitor"}),
    "GET /api/entrance": ANYBODY,
    "POST /api/session": ANYBODY,
    "GET /api/session": SIGNED_IN,
    "DELETE /api/session": PEOPLE,
    "PUT /api/me/password": PEOPLE,
    "GET /api/me": PEOPLE,
    "DELETE /api/me": PEOPLE,
    "GET /api/me/tokens": PEOPLE,
    "POST /api/me/tokens": PEOPLE,
    "DELETE /api/me/tokens/{token_id}": PEOPLE,
    "GET /api/conversations": PEOPLE,
    "DELETE /api/conversations": PEOPLE,
    "GET /api/conversations/{conversation_id}": PEOPLE,
    "PATCH /api/conversations/{conversation_id}": PEOPLE,
    "DELETE /api/conversations/{conversation_id}": PEOPLE,
    "POST /api/chat": SIGNED_IN,
    "POST /api/feedback": SIGNED_IN,
    "GET /api/settings": SIGNED_IN,
    "GET /api/tasks": SIGNED_IN,
    "POST /api/tasks/{task}": SIGNED_IN,
    "POST /api/vermerk": SIGNED_IN,
    "GET /v1/models": SIGNED_IN,
    "POST /v1/chat/completions": SIGNED_IN,
    "GET /api/collections": SIGNED_IN,
    "GET /api/documents": SIGNED_IN,
    "POST /api/documents": EDITORS,
    "GET /api/documents/{document_id}": SIGNED_IN,
    "PATCH /api/documents/{document_id}": EDITORS,
    "DELETE /api/documents/{document_id}": EDITORS,
    "PUT /api/documents/{document_id}/file": EDITORS,
    "GET /api/documents/{document_id}/file": SIGNED_IN,
    "GET /api/documents/{document_id}/text": SIGNED_IN,
    "GET /api/documents/{document_id}/passages": SIGNED_IN,
    "GET /api/documents/{document_id}/pages/{page}.png": SIGNED_IN,
    "GET /api/documents/{document_id}/pages/{page}/rectangles": SIGNED_IN,
    "GET /api/documents/{document_id}/proposals": EDITORS,
    "GET /api/documents/{document_id}/versions": EDITORS,
    "GET /api/documents/{document_id}/differences": EDITORS,
    "GET /api/documents/{document_id}/belongings": EDITORS,
    "GET /api/documents/{document_id}/release": EDITORS,
    "PUT /api/documents/{document_id}/release": EDITORS,
    "GET /api/releases": EDITORS,
    "GET /api/erasures": EDITORS,
    "GET /api/erasures/{erasure_id}": EDITORS,
    "GET /api/documents/{document_id}/rights": ADMINISTRATORS,
    "PUT /api/documents/{document_id}/rights": ADMINISTRATORS,
    "PUT /api/documents/{document_id}/protection": ADMINISTRATORS,
    "GET /api/jobs": EDITORS,
    "GET /api/jobs/{job_id}": EDITORS,
    "POST /api/trials": EDITORS,
    "GET /api/condition": EDITORS,
    "GET /api/condition/twins": EDITORS,
    "GET /api/condition/questions": EDITORS,
    "GET /api/words": EDITORS,
    "PUT /api/words": EDITORS,
    "DELETE /api/words": EDITORS,
    "GET /api/words/suggestions": EDITORS,
    "POST /api/words/trials": EDITORS,
    "GET /api/overview": EDITORS,
    "GET /api/evaluation/runs": EVALUATORS,
    "GET /api/evaluation/run": EVALUATORS,
    "GET /api/evaluation/question": EVALUATORS,
    "GET /api/evaluation/comparison": EVALUATORS,
    "GET /api/ratings": EVALUATORS,
    "PUT /api/ratings": EVALUATORS,
    "GET /api/ratings/next": EVALUATORS,
    "GET /api/ratings/export": EVALUATORS,
    "POST /api/drafts": EVALUATORS,
    "GET /api/drafts": EVALUATORS,
    "GET /api/drafts/export": EVALUATORS,
    "PUT /api/drafts/{draft_id}": EVALUATORS,
    "PUT /api/drafts/{draft_id}/state": EVALUATORS,
    "GET /api/people": ADMINISTRATORS,
    "POST /api/people": ADMINISTRATORS,
    "PATCH /api/people/{person_id}": ADMINISTRATORS,
    "DELETE /api/people/{person_id}": ADMINISTRATORS,
    "PUT /api/people/{person_id}/password": ADMINISTRATORS,
    "GET /api/rights": ADMINISTRATORS,
    "PUT /api/rights": ADMINISTRATORS,
    "DELETE /api/rights": ADMINISTRATORS,
    "GET /api/protection": ADMINISTRATORS,
    "PUT /api/protection": ADMINISTRATORS,
    "GET /api/audit": ADMINISTRATORS,
    "GET /api/audit/verification": ADMINISTRATORS,
    "GET /api/audit/export": ADMINISTRATORS,
}

STATES = ("open", "own", "closed", "confidential", "refused", "unreleased", "removed")
SEEN: dict[str, frozenset[str]] = {
    "open": SIGNED_IN,
    "own": SIGNED_IN,
    "closed": frozenset({"insider"}),
    "confidential": frozenset({"insider"}),
    "refused": frozenset({"insider"}),
    "unreleased": EDITORS,
    "removed": frozenset(),
}
EDITED = {"own": EDITORS, "unreleased": EDITORS}

BODIES: dict[str, dict[str, object]] = {
    "PATCH /api/documents/{document_id}": {"json": {"title": "Neu"}},
    "PUT /api/documents/{document_id}/file": {"files": {"file": ("neu.md", "Neue Fassung.")}},
    "GET /api/documents/{document_id}/differences": {"params": {"before": 1, "after": 1}},
    "GET /api/documents/{document_id}/pages/{page}/rectangles": {"params": {"start": 0, "end": 5}},
    "PUT /api/documents/{document_id}/release": {"json": {"state": "proposed", "version": 1}},
    "PUT /api/documents/{document_id}/rights": {"json": {"holder": "everyone", "allowed": None}},
    "PUT /api/documents/{document_id}/protection": {"json": {"protection": None}},
    "DELETE /api/rights": {"params": {"holder": "group:none", "ability": "evaluate"}},
}
"""What requests carry that would be refused without it before anybody looks at a document."""
