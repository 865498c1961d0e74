CREATE TABLE clinical_sheet (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL
);
CREATE INDEX clinical_sheet_case ON clinical_sheet (case_id);
CREATE TABLE clinical_answers (
  case_id TEXT NOT NULL,
  section TEXT NOT NULL,
  revision BIGINT NOT NULL,
  at BIGINT NOT NULL,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (case_id, section, revision)
)
