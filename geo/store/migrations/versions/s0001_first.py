"""Reports and claims, as the first stores had them before there were migrations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("published", sa.Date),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("title", "source")),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("retrieved", sa.String),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("date_start", sa.Date),
        sa.Column("date_end", sa.Date),
        sa.Column("place_id", sa.String),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_claims_report_id", "claims", ["report_id"])
    op.create_index("claims_by_date", "claims", ["date_start", "date_end"])
