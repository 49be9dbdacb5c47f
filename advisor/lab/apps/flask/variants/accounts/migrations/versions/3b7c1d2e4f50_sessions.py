"""sessions

Revision ID: 3b7c1d2e4f50
Revises: 1af624548d3e

"""

import sqlalchemy as sa
from alembic import op

revision = "3b7c1d2e4f50"
down_revision = "1af624548d3e"
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
