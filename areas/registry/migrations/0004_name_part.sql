CREATE TABLE registry_name_part (
  site TEXT NOT NULL,
  print TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (site, print, person)
);
CREATE INDEX registry_name_part_person ON registry_name_part (person)
