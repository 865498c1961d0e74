ALTER TABLE access_log ADD COLUMN seq BIGINT;
ALTER TABLE access_log ADD COLUMN hash {BYTES};
CREATE UNIQUE INDEX access_log_seq ON access_log (seq);
CREATE TABLE access_head (
  one BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash {BYTES},
  older BIGINT NOT NULL
);
INSERT INTO access_head (one, seq, older) SELECT 1, 0, COUNT(*) FROM access_log;
CREATE TABLE access_seal (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL
);
