-- One row for each ended call, for a few days. Times are milliseconds since 1970 UTC. Never a PIN, never a whole caller's number.
CREATE TABLE call_records (
    id TEXT NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    answered_at BIGINT NULL,
    ended_at BIGINT NOT NULL,
    trunk TEXT NOT NULL,
    called_number TEXT NOT NULL,
    caller TEXT NOT NULL,
    server TEXT NULL,
    meeting_id TEXT NULL,
    codec TEXT NULL,
    result TEXT NOT NULL,
    reason TEXT NOT NULL,
    sip_status INTEGER NULL
);

CREATE INDEX call_records_by_end ON call_records (ended_at);
