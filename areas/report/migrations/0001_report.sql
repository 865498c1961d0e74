CREATE TABLE report_report (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX report_report_case ON report_report (case_id);
CREATE TABLE report_panel (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    case_id TEXT NOT NULL,
    status TEXT NOT NULL
);
CREATE INDEX report_panel_case ON report_panel (case_id);
