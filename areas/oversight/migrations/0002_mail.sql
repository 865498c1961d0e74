CREATE TABLE oversight_mail (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL,
  since BIGINT NOT NULL,
  made BIGINT NOT NULL,
  due BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX oversight_mail_due ON oversight_mail (state, due);
CREATE INDEX oversight_mail_account ON oversight_mail (account, why, made);
CREATE TABLE oversight_visit (
  account TEXT PRIMARY KEY,
  since BIGINT NOT NULL,
  seen BIGINT NOT NULL
)
