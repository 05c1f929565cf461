-- What a token is good for. Those that exist could do everything, and still can.
ALTER TABLE api_tokens ADD COLUMN role TEXT NOT NULL DEFAULT 'admin' CHECK (role IN ('frontend', 'monitor', 'admin'));

-- What a room is called in its invitation, and the language of its moderators, as the front end says. Gone with the reservation.
ALTER TABLE pins ADD COLUMN meeting_name TEXT NULL;

ALTER TABLE pins ADD COLUMN meeting_language TEXT NULL;
