CREATE TABLE ledger_event (
  seq {NUMBER_KEY},
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  site TEXT,
  case_id TEXT,
  consent TEXT,
  event TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_event_version ON ledger_event (kind, id, version);
CREATE INDEX ledger_event_case ON ledger_event (case_id, seq);
CREATE TABLE ledger_head (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash TEXT NOT NULL);
INSERT INTO ledger_head (one, seq, hash) VALUES (1, 0, '');
CREATE TABLE ledger_hash (at {NUMBER_KEY}, hash TEXT NOT NULL);
CREATE TABLE ledger_checkpoint (size {NUMBER_KEY}, note TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE reaction_cursor (name TEXT PRIMARY KEY, seq BIGINT NOT NULL);
CREATE TABLE job (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  error TEXT
);
CREATE INDEX job_due ON job (state, run_at);
