"""What everybody may see before they sign in: whose server this is, how people sign in, and whom to write to.

Knows no person. It says nothing about what is in the library.
"""

from typing import Any

from fastapi import APIRouter

from assistant.web.context import In

router = APIRouter(prefix="/api", tags=["entrance"])


@router.get("/entrance")
def entrance(context: In) -> dict[str, Any]:
    """What the pages for signing in, accessibility and data protection show."""
    own = context.settings
    return {
        "name": own.name,
        "authority": own.authority,
        "identity": own.identity,
        "contact": own.contact,
        "enforcement": own.enforcement,
        "privacy_contact": own.privacy_contact,
        "conversation_days": own.conversation_days,
        "confidential_days": own.confidential_days,
        "question_days": own.question_days,
    }
