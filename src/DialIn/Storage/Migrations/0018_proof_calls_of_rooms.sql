-- Whether a proof call typed a room's PIN: what it found may be of that room.
ALTER TABLE proof_calls ADD COLUMN of_room INTEGER NOT NULL DEFAULT 0;
