-- Whether nobody but a front end's create has reserved the room: then each further one prolongs it. What others reserved until a date ends then.
ALTER TABLE pins ADD COLUMN by_create BIGINT NOT NULL DEFAULT 0;
