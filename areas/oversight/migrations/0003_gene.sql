CREATE TABLE oversight_gene (
  print TEXT NOT NULL,
  case_id TEXT NOT NULL,
  secondary BIGINT NOT NULL,
  PRIMARY KEY (print, case_id)
);
CREATE INDEX oversight_gene_case ON oversight_gene (case_id)
