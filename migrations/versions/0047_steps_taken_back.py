"""Let the last step of an exam session be taken back that was noted by error; signed minutes and cancellations stay."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

STAGES = ("planned", "declared", "held", "deliberated", "closed", "validated")
GUARD = "exam_sessions_only_forward"
MESSAGE = "an exam session goes forward"
# From, to. One told afterwards was never declared: taken back from its exam it is planned.
TAKEN_BACK = (
    ("declared", "planned"),
    ("held", "declared"),
    ("held", "planned"),
    ("deliberated", "held"),
    ("validated", "closed"),
)


def _place(row: str) -> str:
    cases = " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(STAGES))
    return f"CASE {row}.stage {cases} END"


GOES_BACK = f"{_place('NEW')} < {_place('OLD')}"
TAKES_BACK = " OR ".join(f"(OLD.stage = '{old}' AND NEW.stage = '{new}')" for old, new in TAKEN_BACK)


def _goes_wrong(goes_back: str) -> str:
    return (
        f"(OLD.stage = 'cancelled' AND NEW.stage <> 'cancelled') "
        f"OR (NEW.stage = 'cancelled' AND OLD.stage NOT IN ('planned', 'declared', 'cancelled')) "
        f"OR (OLD.stage <> 'cancelled' AND NEW.stage <> 'cancelled' AND {goes_back})"
    )


def upgrade() -> None:
    guard(_goes_wrong(f"{GOES_BACK} AND NOT ({TAKES_BACK})"))


def downgrade() -> None:
    guard(_goes_wrong(GOES_BACK))


def guard(condition: str) -> None:
    """Refuse what goes the wrong way."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {GUARD}")
        op.execute(
            f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON exam_sessions WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    # The trigger calls the function by its name: only what it says is new.
    op.execute(
        f"CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ({condition}) "
        f"THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$"
    )
