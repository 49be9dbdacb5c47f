"""sessions

Revision ID: 9d1e2f3a4b5c
Revises: ce897c6ecf57

"""

import sqlalchemy as sa
from alembic import op

revision = "9d1e2f3a4b5c"
down_revision = "ce897c6ecf57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("expires", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("digest"),
    )


def downgrade() -> None:
    op.drop_table("session")
