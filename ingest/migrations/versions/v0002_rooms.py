"""Tables of the pages, of evaluation and of access"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'


def upgrade() -> None:
    op.add_column('documents', sa.Column('superseded_on', sa.Date(), nullable=True))
    op.add_column('sections', sa.Column('confidence', sa.Float(), nullable=True))
    op.add_column('jobs', sa.Column('page', sa.Integer(), nullable=True))
    op.add_column('jobs', sa.Column('pages', sa.Integer(), nullable=True))
    op.create_table('versions',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('added', sa.DateTime(), nullable=False),
    sa.Column('replaced', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('document_id', 'version'),
    comment='What was read from former versions of documents that are still there'
    )
    op.create_table('questions',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('seconds', sa.Float(), nullable=False),
    sa.Column('documents', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    comment='Questions as they were understood, kept for some days, in the order of random ids; documents are the cited ones',
    sqlite_with_rowid=False
    )
    op.create_index('ix_questions_day', 'questions', ['day'], unique=False)
    _add_access()
    _add_evaluation()


def downgrade() -> None:
    _drop_evaluation()
    _drop_access()
    op.drop_table('questions')
    op.drop_table('versions')
    op.drop_column('jobs', 'pages')
    op.drop_column('jobs', 'page')
    op.drop_column('sections', 'confidence')
    op.drop_column('documents', 'superseded_on')


def _add_access() -> None:
    _add_people()
    _add_rights()
    _add_conversations()
    _add_records()


def _add_people() -> None:
    op.create_table('people',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('shown', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=True),
    sa.Column('password', sa.String(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('locked_until', sa.DateTime(), nullable=True),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name'),
    sa.UniqueConstraint('subject'),
    comment='`subject` is who an identity provider says it is; `password` is an argon2id hash of a local account'
    )
    op.create_table('memberships',
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'name'),
    comment='Groups of a person'
    )
    op.create_table('sessions',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('seen', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('digest'),
    comment="Signed-in browsers; only the digest of a session's id is kept"
    )
    op.create_index('ix_sessions_person_id', 'sessions', ['person_id'], unique=False)
    op.create_table('tokens',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('abilities', sa.JSON(), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('expires', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('digest'),
    comment='Programs that act for a person; only the digest of a token is kept'
    )
    op.create_index('ix_tokens_person_id', 'tokens', ['person_id'], unique=False)
    op.create_table('logins',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('nonce', sa.String(), nullable=False),
    sa.Column('verifier', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('digest'),
    comment='Sign-ins that are under way at an identity provider, by the digest of their state'
    )


def _add_rights() -> None:
    op.create_table('grants',
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('ability', sa.String(), nullable=False),
    sa.Column('collection', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('holder', 'ability', 'collection'),
    comment='Who may read or edit a collection (* for all), evaluate, administer (collection is empty)'
    )
    op.create_table('collection_rules',
    sa.Column('collection', sa.String(), nullable=False),
    sa.Column('protection', sa.String(), nullable=False),
    sa.Column('release', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('collection'),
    comment='The protection class of a collection, and whether its documents must be released before they are found'
    )
    op.create_table('document_rules',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('allowed', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('document_id', 'holder'),
    comment='Who may read a document although its collection is closed to them, or may not although it is open'
    )
    op.create_table('protections',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('protection', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('document_id'),
    comment='The protection class of documents that have another one than their collection'
    )
    op.create_table('releases',
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('proposed_by', sa.String(length=32), nullable=True),
    sa.Column('decided_by', sa.String(length=32), nullable=True),
    sa.Column('decided', sa.DateTime(), nullable=True),
    sa.Column('review', sa.DateTime(), nullable=True),
    sa.Column('reason', sa.String(), nullable=True),
    sa.PrimaryKeyConstraint('document_id'),
    comment="How far the release of a document's version has come; another version than this one is not released"
    )


def _add_conversations() -> None:
    op.create_table('conversations',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('protection', sa.String(), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('changed', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_conversations_changed', 'conversations', ['changed'], unique=False)
    op.create_index('ix_conversations_person_id', 'conversations', ['person_id'], unique=False)
    op.create_table('turns',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('asked', sa.DateTime(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    comment='A question with its answer as it was shown; without the text, if a document it rested on was removed'
    )
    op.create_index('ix_turns_conversation_id', 'turns', ['conversation_id'], unique=False)
    op.create_table('turn_documents',
    sa.Column('turn_id', sa.String(length=32), nullable=False),
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['turn_id'], ['turns.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('turn_id', 'document_id'),
    comment='The documents that an answer rests on'
    )
    op.create_index('ix_turn_documents_document_id', 'turn_documents', ['document_id'], unique=False)
    op.create_table('sweeps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('removed', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    comment='Each run of the job that deletes what is kept no longer, and how much it deleted'
    )
    op.create_index('ix_sweeps_at', 'sweeps', ['at'], unique=False)


def _add_records() -> None:
    op.create_table('audit',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.String(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('action', sa.String(), nullable=False),
    sa.Column('object', sa.String(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('seal', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number'),
    comment='Who did what to which object when; each seal covers its entry and the one before; the database refuses to change it'
    )
    op.create_table('erasures',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('document_id', sa.String(length=32), nullable=False),
    sa.Column('begun', sa.DateTime(), nullable=False),
    sa.Column('traces', sa.JSON(), nullable=True),
    sa.Column('certificate', sa.Text(), nullable=True),
    sa.Column('signature', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    comment='Removals of documents: what is still looked for while they are under way, then the signed certificate'
    )
    op.create_index('ix_erasures_document_id', 'erasures', ['document_id'], unique=False)
    op.create_table('backups',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('until', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    comment='Backups that were made, and until when they are kept'
    )
    if op.get_bind().dialect.name == 'sqlite':
        action = "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
    else:
        refusal = "BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'audit is append-only'; END"
        op.execute(f'CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ {refusal} $$')
        action = 'FOR EACH ROW EXECUTE FUNCTION audit_refuses()'
    for verb in ('UPDATE', 'DELETE'):
        op.execute(f'CREATE TRIGGER audit_refuses_{verb.lower()} BEFORE {verb} ON audit {action}')


def _drop_access() -> None:
    for name in (
        'turn_documents',
        'turns',
        'tokens',
        'sessions',
        'memberships',
        'conversations',
        'sweeps',
        'releases',
        'protections',
        'people',
        'logins',
        'grants',
        'erasures',
        'document_rules',
        'collection_rules',
        'backups',
        'audit',
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name != 'sqlite':
        op.execute('DROP FUNCTION audit_refuses')


def _add_evaluation() -> None:
    op.create_table('gold_drafts',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('origin', sa.String(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('sources', sa.JSON(), nullable=False),
    sa.Column('answerable', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('changed', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    comment='Questions from the running system that may become gold; `asked` is how often; answerable is yes, no or unknown'
    )
    op.create_index('ix_gold_drafts_state', 'gold_drafts', ['state'], unique=False)
    op.create_table('rating_pairs',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('comparison', sa.String(), nullable=False),
    sa.Column('question_id', sa.String(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('left', sa.JSON(), nullable=False),
    sa.Column('right', sa.JSON(), nullable=False),
    sa.Column('left_run', sa.String(), nullable=False),
    sa.Column('right_run', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    comment='Two answers to one question, side by side; raters do not learn which run is which'
    )
    op.create_index('ix_rating_pairs_comparison', 'rating_pairs', ['comparison'], unique=False)
    op.create_table('ratings',
    sa.Column('pair_id', sa.String(length=32), nullable=False),
    sa.Column('rater', sa.String(), nullable=False),
    sa.Column('better', sa.String(), nullable=False),
    sa.Column('left_faults', sa.JSON(), nullable=False),
    sa.Column('right_faults', sa.JSON(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['pair_id'], ['rating_pairs.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('pair_id', 'rater'),
    comment='`better` is left, right or equal'
    )


def _drop_evaluation() -> None:
    for name in ('ratings', 'rating_pairs', 'gold_drafts'):
        op.drop_table(name)
