CREATE TABLE registry_opening (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  account TEXT NOT NULL,
  asked_at BIGINT NOT NULL
);
CREATE INDEX registry_opening_case ON registry_opening (case_id, account);
CREATE TABLE registry_opening_said (
  opening TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  sealed {BYTES} NOT NULL
)
