-- Who must be told of a new version of a report, or was given one; one line per reader, version and reason.
CREATE TABLE report_notice (
    account TEXT NOT NULL,
    report TEXT NOT NULL,
    version BIGINT NOT NULL,
    why TEXT NOT NULL,
    case_id TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (account, report, version, why)
);
CREATE INDEX report_notice_open ON report_notice (account, seen_at);
