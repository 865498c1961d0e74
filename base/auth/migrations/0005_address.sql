CREATE TABLE address (
  account TEXT PRIMARY KEY,
  sealed {BYTES} NOT NULL,
  set_at BIGINT NOT NULL,
  code_until BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  verified_at BIGINT NOT NULL
);
CREATE INDEX address_verified ON address (verified_at);
CREATE TABLE auth_mandate (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  account TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL
);
CREATE INDEX auth_mandate_account ON auth_mandate (account);
CREATE INDEX auth_mandate_case ON auth_mandate (case_id)
