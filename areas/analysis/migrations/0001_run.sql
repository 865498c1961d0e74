CREATE TABLE analysis_run (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL
);
CREATE INDEX analysis_run_case ON analysis_run (case_id);
CREATE INDEX analysis_run_status ON analysis_run (status);
