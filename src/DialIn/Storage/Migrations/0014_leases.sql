-- Which node registers which account of a trunk. The holder is NULL after it has let go; the fence grows with each change of hands.
-- "until", in milliseconds since 1970 UTC, grows with each renewal: other nodes take an account only when they have seen no change for a lease's whole duration.
CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder TEXT NULL,
    fence BIGINT NOT NULL,
    until BIGINT NOT NULL
);
