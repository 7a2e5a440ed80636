"""Sign-ins are kept when they end, not when they begin; the audit is not emptied at one stroke either"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'


def upgrade() -> None:
    op.drop_table('logins')
    op.create_table('logins',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('digest'),
    comment='Sign-ins at an identity provider that have come to their end, by the digest of their state: none does twice'
    )
    if op.get_bind().dialect.name != 'sqlite':
        refusal = 'BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()'
        op.execute(f'CREATE TRIGGER audit_refuses_truncate {refusal}')


def downgrade() -> None:
    if op.get_bind().dialect.name != 'sqlite':
        op.execute('DROP TRIGGER audit_refuses_truncate ON audit')
    op.drop_table('logins')
    op.create_table('logins',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('nonce', sa.String(), nullable=False),
    sa.Column('verifier', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('digest'),
    comment='Sign-ins that are under way at an identity provider, by the digest of their state'
    )
