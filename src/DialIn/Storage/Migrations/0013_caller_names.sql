-- Names that front ends have given for callers' numbers. caller_key is a keyed hash of the number, which itself is nowhere. Times are
-- milliseconds since 1970 UTC.
CREATE TABLE caller_names (
    caller_key TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    given_at BIGINT NOT NULL
);
CREATE INDEX caller_names_by_given_at ON caller_names (given_at);
