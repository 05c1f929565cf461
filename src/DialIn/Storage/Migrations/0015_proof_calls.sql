-- What proof calls have found. "at" in milliseconds since 1970 UTC; times in milliseconds; NULL is not known.
CREATE TABLE proof_calls (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    trunk TEXT NOT NULL,
    number TEXT NOT NULL,
    is_loop INTEGER NOT NULL,
    fault TEXT NOT NULL,
    text TEXT NOT NULL,
    answer_ms DOUBLE PRECISION NULL,
    audio_ms DOUBLE PRECISION NULL,
    tone_there INTEGER NULL,
    tone_back INTEGER NULL,
    loss DOUBLE PRECISION NULL,
    jitter_ms DOUBLE PRECISION NULL,
    mos DOUBLE PRECISION NULL,
    codec TEXT NULL,
    call_id TEXT NULL
);

CREATE INDEX proof_calls_at ON proof_calls (at);
