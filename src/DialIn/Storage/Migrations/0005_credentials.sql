-- Passwords of trunks and shared secrets of servers, encrypted, and how far their rotation is. Times are milliseconds since 1970 UTC.
CREATE TABLE credentials (
    name TEXT NOT NULL PRIMARY KEY,
    revision BIGINT NOT NULL,
    last_version INTEGER NOT NULL,
    unanswered INTEGER NOT NULL,
    try_at BIGINT NULL
);

-- Version 0 stands for the secret in the configuration and has no content here.
CREATE TABLE secrets (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    role TEXT NOT NULL,
    key_id TEXT NULL,
    content TEXT NULL,
    stored_at BIGINT NOT NULL,
    since BIGINT NOT NULL,
    proved_at BIGINT NULL,
    refused_at BIGINT NULL,
    PRIMARY KEY (name, version),
    CHECK (role IN ('active', 'pending', 'fallback')),
    CHECK ((version = 0) = (content IS NULL)),
    CHECK ((key_id IS NULL) = (content IS NULL))
);

CREATE UNIQUE INDEX secrets_by_role ON secrets (name, role);

-- What happened to secrets, and who did it. Never a secret.
CREATE TABLE audit (
    id BIGINT NOT NULL PRIMARY KEY,
    happened_at BIGINT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL,
    who TEXT NOT NULL
);

CREATE INDEX audit_by_time ON audit (happened_at);

-- Running services say every few seconds that they are there.
CREATE TABLE services (
    id TEXT NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

-- Tokens of the HTTP interface: their SHA-256. The one in the configuration comes in here when it is to end.
CREATE TABLE api_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    valid_until BIGINT NULL
);
