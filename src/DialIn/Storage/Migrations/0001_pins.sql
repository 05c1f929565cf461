-- The pool of PINs. A PIN is free, leads to one meeting (assigned), or rests (quarantined).
-- Free PINs are handed out in the order of the random number in "shuffle", not of the PINs: those in use stay scattered
-- over the whole range, and nobody learns from one PIN where the others are.
CREATE TABLE pins (
    pin TEXT NOT NULL PRIMARY KEY,
    digits INTEGER NOT NULL,
    state TEXT NOT NULL,
    shuffle BIGINT NOT NULL,
    meeting_id TEXT NULL UNIQUE,
    assigned_at BIGINT NULL,
    released_at BIGINT NULL,
    CHECK (state IN ('free', 'assigned', 'quarantined')),
    CHECK ((state = 'assigned') = (meeting_id IS NOT NULL)),
    CHECK ((state = 'assigned') = (assigned_at IS NOT NULL)),
    CHECK ((state = 'quarantined') = (released_at IS NOT NULL))
);

CREATE INDEX pins_by_shuffle ON pins (state, shuffle);

CREATE INDEX pins_by_digits ON pins (state, digits);

CREATE INDEX pins_by_release ON pins (state, released_at);
