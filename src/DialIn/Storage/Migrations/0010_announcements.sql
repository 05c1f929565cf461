-- Which meetings' people were told number and PIN, in which way, and what came of it, for a few days. Never a text, a PIN or a name.
-- A recipient is BBB's random id of one visit. Times are milliseconds since 1970 UTC.
CREATE TABLE announcements (
    server TEXT NOT NULL,
    internal_id TEXT NOT NULL,
    way TEXT NOT NULL,
    recipient TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    tried_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (server, internal_id, way, recipient)
);

CREATE INDEX announcements_by_time ON announcements (tried_at);
