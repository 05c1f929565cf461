-- The last good answer of each list of networks that a carrier publishes, separated by blanks; "read_at" in milliseconds since 1970 UTC.
CREATE TABLE published_lists (
    address TEXT NOT NULL PRIMARY KEY,
    networks TEXT NOT NULL,
    read_at BIGINT NOT NULL
);
