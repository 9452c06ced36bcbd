"""What supervisors decided about the questions the bot missed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "missed_decisions",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("target", sa.String(80)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("texts", sa.JSON, nullable=False),
        sa.Column("added", sa.JSON, nullable=False),
        sa.Column("undone_at", _TIME),
        sa.Column("undone_by", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_missed_decisions"),
    )
    op.create_table(
        "missed_texts",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("decision", sa.Integer, sa.ForeignKey("missed_decisions.id", name="fk_missed_texts_decision"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_missed_texts"),
    )
    op.create_index("ix_missed_texts_decision", "missed_texts", ["decision"])


def downgrade() -> None:
    op.drop_table("missed_texts")
    op.drop_table("missed_decisions")
