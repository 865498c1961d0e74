CREATE TABLE sequencing_order (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  vendor TEXT NOT NULL,
  status TEXT NOT NULL
);
CREATE INDEX sequencing_order_case ON sequencing_order (case_id);
CREATE TABLE sequencing_delivery (
  id TEXT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL,
  case_id TEXT NOT NULL,
  order_id TEXT NOT NULL,
  vendor TEXT NOT NULL,
  status TEXT NOT NULL,
  reads_digest TEXT
);
CREATE INDEX sequencing_delivery_case ON sequencing_delivery (case_id);
CREATE INDEX sequencing_delivery_reads ON sequencing_delivery (reads_digest);
CREATE TABLE sequencing_vendor (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  record TEXT NOT NULL,
  recorded_at BIGINT NOT NULL,
  recorded_by TEXT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TABLE sequencing_read_qc (
  delivery TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  digest TEXT NOT NULL,
  qc TEXT NOT NULL
);
CREATE INDEX sequencing_read_qc_case ON sequencing_read_qc (case_id);
