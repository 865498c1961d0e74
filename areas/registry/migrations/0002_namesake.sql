CREATE TABLE registry_namesake (
  person TEXT NOT NULL,
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  name_and_birth TEXT NOT NULL,
  PRIMARY KEY (person, site)
);
CREATE INDEX registry_namesake_name ON registry_namesake (name)
