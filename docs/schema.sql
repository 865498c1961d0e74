-- Generated from all migrations by `UPDATE=1 cargo test -p app --test it generated`. Do not edit.
-- {BYTES} is BLOB on SQLite and BYTEA on PostgreSQL.

CREATE TABLE access_head (
  one BIGINT,
  seq BIGINT NOT NULL,
  hash {BYTES},
  older BIGINT NOT NULL,
  PRIMARY KEY (one)
);

CREATE TABLE access_log (
  id TEXT,
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
  purpose TEXT,
  seq BIGINT,
  hash {BYTES},
  PRIMARY KEY (id)
);
CREATE INDEX access_log_account ON access_log (account, at);
CREATE INDEX access_log_at ON access_log (at);
CREATE INDEX access_log_case ON access_log (case_id, at);
CREATE INDEX access_log_person ON access_log (person, at);
CREATE UNIQUE INDEX access_log_seq ON access_log (seq);

CREATE TABLE access_review (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  ended BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE access_review_line (
  review TEXT,
  account TEXT,
  found TEXT NOT NULL,
  PRIMARY KEY (review, account)
);

CREATE TABLE access_seal (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE account (
  id TEXT,
  login TEXT NOT NULL,
  name {BYTES} NOT NULL,
  password TEXT NOT NULL,
  totp {BYTES} NOT NULL,
  totp_step BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  lang TEXT NOT NULL,
  lock_rounds BIGINT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (login)
);

CREATE TABLE address (
  account TEXT,
  sealed {BYTES} NOT NULL,
  set_at BIGINT NOT NULL,
  code_until BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  verified_at BIGINT NOT NULL,
  PRIMARY KEY (account)
);
CREATE INDEX address_verified ON address (verified_at);

CREATE TABLE analysis_run (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX analysis_run_case ON analysis_run (case_id);
CREATE INDEX analysis_run_status ON analysis_run (status);

CREATE TABLE api_token (
  digest TEXT,
  account TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  revoked BIGINT NOT NULL,
  PRIMARY KEY (digest)
);
CREATE INDEX api_token_account ON api_token (account);

CREATE TABLE auth_account (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT,
  closed BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX auth_account_person ON auth_account (person);

CREATE TABLE auth_mandate (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  account TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX auth_mandate_account ON auth_mandate (account);
CREATE INDEX auth_mandate_case ON auth_mandate (case_id);

CREATE TABLE auth_reason (
  digest TEXT,
  account TEXT NOT NULL,
  words {BYTES} NOT NULL,
  PRIMARY KEY (digest)
);

CREATE TABLE auth_secret (
  name TEXT,
  value {BYTES} NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE blob_object (
  key_id TEXT,
  digest TEXT,
  address TEXT NOT NULL,
  size BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (key_id, digest)
);
CREATE INDEX blob_object_address ON blob_object (address);

CREATE TABLE ceremony (
  id TEXT,
  account TEXT NOT NULL,
  purpose TEXT NOT NULL,
  state TEXT NOT NULL,
  expires BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX ceremony_expires ON ceremony (expires);

CREATE TABLE clinical_answers (
  case_id TEXT,
  section TEXT,
  revision BIGINT,
  at BIGINT NOT NULL,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (case_id, section, revision)
);

CREATE TABLE clinical_sheet (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX clinical_sheet_case ON clinical_sheet (case_id);

CREATE TABLE consent_consent (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX consent_consent_case ON consent_consent (case_id);
CREATE INDEX consent_consent_person ON consent_consent (person);

CREATE TABLE consent_door (
  digest TEXT,
  session TEXT NOT NULL,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  issued_by TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (digest)
);
CREATE INDEX consent_door_session ON consent_door (session);

CREATE TABLE consent_note (
  consent TEXT,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (consent)
);

CREATE TABLE consent_paper (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  open BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX consent_paper_case ON consent_paper (case_id);

CREATE TABLE consent_receipt (
  consent TEXT,
  version BIGINT,
  digest TEXT NOT NULL,
  PRIMARY KEY (consent, version)
);

CREATE TABLE consent_session (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL,
  until BIGINT NOT NULL,
  questions BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX consent_session_case ON consent_session (case_id);
CREATE INDEX consent_session_until ON consent_session (until);

CREATE TABLE consent_withdrawal (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  person TEXT NOT NULL,
  case_id TEXT NOT NULL,
  destroy_from BIGINT NOT NULL,
  certified BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX consent_withdrawal_case ON consent_withdrawal (case_id);

CREATE TABLE consent_words (
  id TEXT,
  session TEXT NOT NULL,
  person TEXT NOT NULL,
  digest TEXT NOT NULL,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX consent_words_session ON consent_words (session);

CREATE TABLE disclosure_disclosure (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL,
  follow_up_due TEXT,
  PRIMARY KEY (id)
);
CREATE INDEX disclosure_disclosure_due ON disclosure_disclosure (follow_up_due);

CREATE TABLE disclosure_receipt (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE disclosure_thread (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  waiting_since BIGINT,
  PRIMARY KEY (id)
);
CREATE INDEX disclosure_thread_waiting ON disclosure_thread (waiting_since);

CREATE TABLE disclosure_visit (
  account TEXT,
  case_id TEXT,
  since BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  PRIMARY KEY (account, case_id)
);

CREATE TABLE draft (
  account TEXT,
  form TEXT,
  fields {BYTES} NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (account, form)
);

CREATE TABLE interpretation (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX interpretation_case ON interpretation (case_id);

CREATE TABLE interpretation_finding (
  interpretation TEXT,
  finding TEXT,
  case_id TEXT NOT NULL,
  since BIGINT NOT NULL,
  print TEXT,
  PRIMARY KEY (interpretation, finding)
);
CREATE INDEX interpretation_finding_case ON interpretation_finding (case_id);
CREATE INDEX interpretation_finding_print ON interpretation_finding (print);

CREATE TABLE invitation (
  digest TEXT,
  account TEXT NOT NULL,
  created BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  expires BIGINT NOT NULL,
  letter BIGINT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (digest)
);
CREATE INDEX invitation_account ON invitation (account);

CREATE TABLE job (
  key TEXT,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  error TEXT,
  PRIMARY KEY (key)
);
CREATE INDEX job_due ON job (state, run_at);

CREATE TABLE judgement (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  interpretation TEXT NOT NULL,
  finding TEXT NOT NULL,
  stage TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX judgement_case ON judgement (case_id);
CREATE INDEX judgement_stage ON judgement (stage, since);

CREATE TABLE knowledge_release (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  source TEXT NOT NULL,
  current BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX knowledge_release_current ON knowledge_release (current);
CREATE INDEX knowledge_release_source ON knowledge_release (source);

CREATE TABLE ledger_checkpoint (
  size BIGINT,
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (size)
);

CREATE TABLE ledger_event (
  seq BIGINT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account TEXT NOT NULL,
  role TEXT NOT NULL,
  site TEXT,
  case_id TEXT,
  consent TEXT,
  event TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (seq)
);
CREATE INDEX ledger_event_case ON ledger_event (case_id, seq);
CREATE UNIQUE INDEX ledger_event_version ON ledger_event (kind, id, version);

CREATE TABLE ledger_hash (
  at BIGINT,
  hash TEXT NOT NULL,
  PRIMARY KEY (at)
);

CREATE TABLE ledger_head (
  one BIGINT,
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (one)
);

CREATE TABLE migration (
  name TEXT,
  digest TEXT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE outside_identity (
  identity TEXT,
  account TEXT NOT NULL,
  said {BYTES} NOT NULL,
  added BIGINT NOT NULL,
  PRIMARY KEY (identity)
);
CREATE INDEX outside_identity_account ON outside_identity (account);

CREATE TABLE oversight_cursor (
  one BIGINT,
  seq BIGINT NOT NULL,
  mark TEXT NOT NULL,
  PRIMARY KEY (one)
);

CREATE TABLE oversight_file (
  digest TEXT,
  case_id TEXT,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (digest, case_id)
);

CREATE TABLE oversight_gene (
  print TEXT,
  case_id TEXT,
  secondary BIGINT NOT NULL,
  PRIMARY KEY (print, case_id)
);
CREATE INDEX oversight_gene_case ON oversight_gene (case_id);

CREATE TABLE oversight_mail (
  id TEXT,
  account TEXT NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL,
  since BIGINT NOT NULL,
  made BIGINT NOT NULL,
  due BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX oversight_mail_account ON oversight_mail (account, why, made);
CREATE INDEX oversight_mail_due ON oversight_mail (state, due);

CREATE TABLE oversight_standing (
  case_id TEXT,
  site TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  ended BIGINT NOT NULL,
  since BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  due BIGINT NOT NULL,
  progress TEXT NOT NULL,
  fold TEXT NOT NULL,
  PRIMARY KEY (case_id)
);
CREATE INDEX oversight_standing_order ON oversight_standing (ended, last_at, case_id);
CREATE INDEX oversight_standing_site ON oversight_standing (site, ended, last_at, case_id);
CREATE INDEX oversight_standing_state ON oversight_standing (state, site, ended, last_at, case_id);

CREATE TABLE oversight_task (
  id TEXT,
  case_id TEXT NOT NULL,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  site TEXT NOT NULL,
  account TEXT NOT NULL,
  since BIGINT NOT NULL,
  due BIGINT NOT NULL,
  done_at BIGINT NOT NULL,
  done_by TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX oversight_task_case ON oversight_task (case_id, done_at, due);
CREATE INDEX oversight_task_done ON oversight_task (done_by, done_at);
CREATE INDEX oversight_task_owner ON oversight_task (done_at, owner, due, id);
CREATE INDEX oversight_task_waiting ON oversight_task (done_at, site, kind, due, id);

CREATE TABLE oversight_visit (
  account TEXT,
  since BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  PRIMARY KEY (account)
);

CREATE TABLE passkey (
  id TEXT,
  account TEXT NOT NULL,
  state TEXT NOT NULL,
  label {BYTES} NOT NULL,
  added BIGINT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX passkey_account ON passkey (account);

CREATE TABLE reaction_cursor (
  name TEXT,
  seq BIGINT NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE registry_case (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  site TEXT NOT NULL,
  project TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  proband TEXT,
  PRIMARY KEY (id)
);
CREATE INDEX registry_case_proband ON registry_case (proband);
CREATE INDEX registry_case_site ON registry_case (site, project);

CREATE TABLE registry_death (
  person TEXT,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (person)
);

CREATE TABLE registry_identity (
  person TEXT,
  lookup TEXT,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (person)
);
CREATE UNIQUE INDEX registry_identity_lookup ON registry_identity (lookup);

CREATE TABLE registry_member (
  case_id TEXT,
  person TEXT,
  PRIMARY KEY (case_id, person)
);
CREATE INDEX registry_member_person ON registry_member (person);

CREATE TABLE registry_name_part (
  site TEXT,
  print TEXT,
  person TEXT,
  PRIMARY KEY (site, print, person)
);
CREATE INDEX registry_name_part_person ON registry_name_part (person);

CREATE TABLE registry_namesake (
  person TEXT,
  site TEXT,
  name TEXT NOT NULL,
  name_and_birth TEXT NOT NULL,
  PRIMARY KEY (person, site)
);
CREATE INDEX registry_namesake_name ON registry_namesake (name);

CREATE TABLE registry_opening (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  account TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX registry_opening_case ON registry_opening (case_id, account);

CREATE TABLE registry_opening_said (
  opening TEXT,
  case_id TEXT NOT NULL,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (opening)
);

CREATE TABLE registry_pepper (
  id TEXT,
  sealed {BYTES} NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE registry_person (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE registry_site (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (code)
);

CREATE TABLE report_notice (
  account TEXT,
  report TEXT,
  version BIGINT,
  why TEXT,
  case_id TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  seen_at BIGINT,
  PRIMARY KEY (account, report, version, why)
);
CREATE INDEX report_notice_open ON report_notice (account, seen_at);

CREATE TABLE report_panel (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX report_panel_case ON report_panel (case_id);

CREATE TABLE report_report (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX report_report_case ON report_report (case_id);

CREATE TABLE sequencing_delivery (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  vendor TEXT NOT NULL,
  status TEXT NOT NULL,
  reads_digest TEXT,
  PRIMARY KEY (id)
);
CREATE INDEX sequencing_delivery_case ON sequencing_delivery (case_id);
CREATE INDEX sequencing_delivery_order ON sequencing_delivery (order_id);
CREATE INDEX sequencing_delivery_reads ON sequencing_delivery (reads_digest);

CREATE TABLE sequencing_manifest (
  delivery TEXT,
  form TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (delivery)
);

CREATE TABLE sequencing_object (
  id TEXT,
  delivery TEXT NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE sequencing_order (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  vendor TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX sequencing_order_case ON sequencing_order (case_id);
CREATE INDEX sequencing_order_status ON sequencing_order (status);

CREATE TABLE sequencing_pair (
  digest TEXT,
  delivery TEXT,
  PRIMARY KEY (digest, delivery)
);

CREATE TABLE sequencing_read_qc (
  delivery TEXT,
  case_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  qc TEXT NOT NULL,
  PRIMARY KEY (delivery)
);
CREATE INDEX sequencing_read_qc_case ON sequencing_read_qc (case_id);

CREATE TABLE sequencing_vendor (
  id TEXT,
  version BIGINT,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (id, version)
);

CREATE TABLE session (
  digest TEXT,
  account TEXT NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  seen BIGINT NOT NULL,
  revoked BIGINT NOT NULL,
  PRIMARY KEY (digest)
);
CREATE INDEX session_account ON session (account);

CREATE TABLE specimen_tube (
  id TEXT,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  person TEXT NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX specimen_tube_case ON specimen_tube (case_id);
CREATE INDEX specimen_tube_person ON specimen_tube (person);
