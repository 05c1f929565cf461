-- A room may have its PIN until a time. NULL: until it is released.
ALTER TABLE pins ADD COLUMN assigned_until BIGINT NULL;

-- Each index has the rows that are asked for by it, and no others: a hundred thousand new PINs are then added in a second or two.
DROP INDEX pins_by_shuffle;

DROP INDEX pins_by_digits;

DROP INDEX pins_by_release;

CREATE INDEX pins_by_shuffle ON pins (shuffle) WHERE state = 'free';

CREATE INDEX pins_by_digits ON pins (digits) WHERE state = 'assigned';

CREATE INDEX pins_by_release ON pins (released_at) WHERE released_at IS NOT NULL;

CREATE INDEX pins_by_end ON pins (assigned_until) WHERE assigned_until IS NOT NULL;
