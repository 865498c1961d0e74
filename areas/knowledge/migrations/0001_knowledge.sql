-- Releases of outside knowledge; id = source and the first digits of the digest.
CREATE TABLE knowledge_release (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    current BIGINT NOT NULL
);
CREATE INDEX knowledge_release_current ON knowledge_release (current);
CREATE INDEX knowledge_release_source ON knowledge_release (source);
