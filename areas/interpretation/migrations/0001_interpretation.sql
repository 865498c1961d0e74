-- One interpretation per run; the findings themselves are a sealed object.
CREATE TABLE interpretation (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    case_id TEXT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX interpretation_case ON interpretation (case_id);
