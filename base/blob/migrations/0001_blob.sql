CREATE TABLE blob_object (
    key_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    address TEXT NOT NULL,
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (key_id, digest)
);
