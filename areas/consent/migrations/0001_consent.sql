CREATE TABLE consent_consent (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL
);
CREATE INDEX consent_consent_person ON consent_consent (person);
CREATE INDEX consent_consent_case ON consent_consent (case_id);
CREATE TABLE consent_withdrawal (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  destroy_from BIGINT NOT NULL,
  certified BIGINT NOT NULL
);
CREATE INDEX consent_withdrawal_case ON consent_withdrawal (case_id);
CREATE TABLE consent_note (
  consent TEXT PRIMARY KEY,
  sealed {BYTES} NOT NULL
);
CREATE TABLE consent_receipt (
  consent TEXT NOT NULL,
  version BIGINT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (consent, version)
)
