CREATE TABLE registry_death (
  person TEXT PRIMARY KEY,
  sealed {BYTES} NOT NULL
)
