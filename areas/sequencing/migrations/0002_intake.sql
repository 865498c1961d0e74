CREATE TABLE sequencing_pair (
  digest TEXT NOT NULL,
  delivery TEXT NOT NULL,
  PRIMARY KEY (digest, delivery)
);
CREATE TABLE sequencing_object (
  id TEXT PRIMARY KEY,
  delivery TEXT NOT NULL,
  file TEXT NOT NULL
);
CREATE TABLE sequencing_manifest (
  delivery TEXT PRIMARY KEY,
  form TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX sequencing_delivery_order ON sequencing_delivery (order_id);
CREATE INDEX sequencing_order_status ON sequencing_order (status);
