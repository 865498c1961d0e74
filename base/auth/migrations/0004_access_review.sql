CREATE TABLE access_review (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  ended BIGINT NOT NULL
);
CREATE TABLE access_review_line (
  review TEXT NOT NULL,
  account TEXT NOT NULL,
  found TEXT NOT NULL,
  PRIMARY KEY (review, account)
);
CREATE TABLE auth_reason (
  digest TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  words {BYTES} NOT NULL
);
