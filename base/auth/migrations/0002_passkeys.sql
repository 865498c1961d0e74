CREATE TABLE passkey (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  state TEXT NOT NULL,
  label {BYTES} NOT NULL,
  added BIGINT NOT NULL,
  used BIGINT NOT NULL
);
CREATE INDEX passkey_account ON passkey (account);
CREATE TABLE ceremony (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  purpose TEXT NOT NULL,
  state TEXT NOT NULL,
  expires BIGINT NOT NULL
);
CREATE INDEX ceremony_expires ON ceremony (expires);
CREATE TABLE invitation (
  digest TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  expires BIGINT NOT NULL,
  letter BIGINT NOT NULL,
  used BIGINT NOT NULL
);
CREATE INDEX invitation_account ON invitation (account);
CREATE TABLE draft (
  account TEXT NOT NULL,
  form TEXT NOT NULL,
  fields {BYTES} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account, form)
);
CREATE TABLE auth_secret (
  name TEXT PRIMARY KEY,
  value {BYTES} NOT NULL
);
ALTER TABLE account ADD COLUMN lock_rounds BIGINT NOT NULL DEFAULT 0;
