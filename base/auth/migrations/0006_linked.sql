CREATE TABLE outside_identity (
  identity TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  said {BYTES} NOT NULL,
  added BIGINT NOT NULL
);
CREATE INDEX outside_identity_account ON outside_identity (account);
