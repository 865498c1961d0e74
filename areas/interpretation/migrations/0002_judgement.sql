-- The verdict on one finding. What was written freely is sealed.
CREATE TABLE judgement (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    case_id TEXT NOT NULL,
    interpretation TEXT NOT NULL,
    finding TEXT NOT NULL,
    stage TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE INDEX judgement_case ON judgement (case_id);
CREATE INDEX judgement_stage ON judgement (stage, since);

-- Which findings wait, and which are the same variant: a keyed fingerprint, no place and no bases.
CREATE TABLE interpretation_finding (
    interpretation TEXT NOT NULL,
    finding TEXT NOT NULL,
    case_id TEXT NOT NULL,
    since BIGINT NOT NULL,
    print TEXT,
    PRIMARY KEY (interpretation, finding)
);
CREATE INDEX interpretation_finding_print ON interpretation_finding (print);
CREATE INDEX interpretation_finding_case ON interpretation_finding (case_id);
