CREATE TABLE registry_site (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE
);
CREATE TABLE registry_person (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL
);
CREATE TABLE registry_case (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  site TEXT NOT NULL,
  project TEXT NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  proband TEXT
);
CREATE INDEX registry_case_site ON registry_case (site, project);
CREATE INDEX registry_case_proband ON registry_case (proband);
CREATE TABLE registry_identity (
  person TEXT PRIMARY KEY,
  lookup TEXT,
  sealed {BYTES} NOT NULL
);
CREATE UNIQUE INDEX registry_identity_lookup ON registry_identity (lookup);
CREATE TABLE registry_member (
  case_id TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (case_id, person)
);
CREATE INDEX registry_member_person ON registry_member (person);
CREATE TABLE registry_pepper (
  id TEXT PRIMARY KEY,
  sealed {BYTES} NOT NULL
)
