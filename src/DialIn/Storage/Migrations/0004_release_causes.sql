-- Why the peers ended a call, by their Reason header fields: protocol and cause number, such as Q.850 16.
ALTER TABLE call_records ADD COLUMN trunk_cause TEXT NULL;

ALTER TABLE call_records ADD COLUMN conference_cause TEXT NULL;
