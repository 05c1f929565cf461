-- Wrong PINs of the last hour, in steps of five minutes: of everybody, of a trunk, of a caller (a keyed hash of the number). Shared by all nodes.
CREATE TABLE pin_failures (
    subject TEXT NOT NULL,
    step BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    PRIMARY KEY (subject, step)
);
