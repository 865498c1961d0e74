CREATE TABLE disclosure_disclosure (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    case_id TEXT NOT NULL,
    status TEXT NOT NULL,
    follow_up_due TEXT
);
CREATE INDEX disclosure_disclosure_due ON disclosure_disclosure (follow_up_due);
