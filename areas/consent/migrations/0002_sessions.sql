CREATE TABLE consent_session (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL,
  until BIGINT NOT NULL,
  questions BIGINT NOT NULL
);
CREATE INDEX consent_session_case ON consent_session (case_id);
CREATE INDEX consent_session_until ON consent_session (until);
CREATE TABLE consent_paper (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  open BIGINT NOT NULL
);
CREATE INDEX consent_paper_case ON consent_paper (case_id);
CREATE TABLE consent_words (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  person TEXT NOT NULL,
  digest TEXT NOT NULL,
  sealed {BYTES} NOT NULL
);
CREATE INDEX consent_words_session ON consent_words (session);
CREATE TABLE consent_door (
  digest TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT NOT NULL
);
CREATE INDEX consent_door_session ON consent_door (session)
