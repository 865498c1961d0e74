CREATE TABLE disclosure_thread (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    case_id TEXT NOT NULL,
    waiting_since BIGINT
);
CREATE INDEX disclosure_thread_waiting ON disclosure_thread (waiting_since);
CREATE TABLE disclosure_receipt (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    case_id TEXT NOT NULL
);
CREATE TABLE disclosure_visit (
    account TEXT NOT NULL,
    case_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (account, case_id)
);
