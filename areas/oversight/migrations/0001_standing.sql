CREATE TABLE oversight_standing (
  case_id TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  ended BIGINT NOT NULL,
  since BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  due BIGINT NOT NULL,
  progress TEXT NOT NULL,
  fold TEXT NOT NULL
);
CREATE INDEX oversight_standing_order ON oversight_standing (ended, last_at, case_id);
CREATE INDEX oversight_standing_site ON oversight_standing (site, ended, last_at, case_id);
CREATE INDEX oversight_standing_state ON oversight_standing (state, site, ended, last_at, case_id);
CREATE TABLE oversight_task (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  site TEXT NOT NULL,
  account TEXT NOT NULL,
  since BIGINT NOT NULL,
  due BIGINT NOT NULL,
  done_at BIGINT NOT NULL,
  done_by TEXT NOT NULL
);
CREATE INDEX oversight_task_waiting ON oversight_task (done_at, site, kind, due, id);
CREATE INDEX oversight_task_owner ON oversight_task (done_at, owner, due, id);
CREATE INDEX oversight_task_done ON oversight_task (done_by, done_at);
CREATE INDEX oversight_task_case ON oversight_task (case_id, done_at, due);
CREATE TABLE oversight_file (
  digest TEXT NOT NULL,
  case_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (digest, case_id)
);
CREATE TABLE oversight_cursor (
  one BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL,
  mark TEXT NOT NULL
);
INSERT INTO oversight_cursor (one, seq, mark) VALUES (1, 0, '')
