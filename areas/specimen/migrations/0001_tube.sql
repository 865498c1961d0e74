CREATE TABLE specimen_tube (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  person TEXT NOT NULL,
  status TEXT NOT NULL
);
CREATE INDEX specimen_tube_case ON specimen_tube (case_id);
CREATE INDEX specimen_tube_person ON specimen_tube (person);
