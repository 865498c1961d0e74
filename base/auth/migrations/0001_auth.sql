CREATE TABLE auth_account (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT,
  closed BIGINT NOT NULL
);
CREATE INDEX auth_account_person ON auth_account (person);
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name {BYTES} NOT NULL,
  password TEXT NOT NULL,
  totp {BYTES} NOT NULL,
  totp_step BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  lang TEXT NOT NULL
);
CREATE TABLE api_token (
  digest TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);
CREATE INDEX api_token_account ON api_token (account);
CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE TABLE access_log (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  site TEXT,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  thing TEXT NOT NULL,
  case_id TEXT,
  person TEXT,
  holds TEXT NOT NULL,
  rule TEXT NOT NULL,
  allowed BIGINT NOT NULL,
  purpose TEXT
);
CREATE INDEX access_log_at ON access_log (at);
CREATE INDEX access_log_person ON access_log (person, at);
CREATE INDEX access_log_case ON access_log (case_id, at);
CREATE INDEX access_log_account ON access_log (account, at);
