-- The one key from which callers' pseudonyms are made: 32 bytes. With it and a list of numbers, callers could be told: a secret.
CREATE TABLE pseudonym_key (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    key_hex TEXT NOT NULL
);
