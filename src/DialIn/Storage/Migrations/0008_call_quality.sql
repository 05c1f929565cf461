-- How the legs of a call were transported: mean opinion scores (1 to 4.41), shares of packets (0 to 1), milliseconds.
ALTER TABLE call_records ADD COLUMN trunk_mos REAL NULL;

ALTER TABLE call_records ADD COLUMN trunk_lowest_mos REAL NULL;

ALTER TABLE call_records ADD COLUMN trunk_loss REAL NULL;

ALTER TABLE call_records ADD COLUMN trunk_jitter REAL NULL;

ALTER TABLE call_records ADD COLUMN trunk_round_trip REAL NULL;

ALTER TABLE call_records ADD COLUMN trunk_sent_mos REAL NULL;

ALTER TABLE call_records ADD COLUMN trunk_sent_loss REAL NULL;

ALTER TABLE call_records ADD COLUMN conference_mos REAL NULL;

ALTER TABLE call_records ADD COLUMN conference_lowest_mos REAL NULL;

ALTER TABLE call_records ADD COLUMN conference_loss REAL NULL;

ALTER TABLE call_records ADD COLUMN conference_jitter REAL NULL;

ALTER TABLE call_records ADD COLUMN conference_round_trip REAL NULL;

ALTER TABLE call_records ADD COLUMN conference_sent_mos REAL NULL;

ALTER TABLE call_records ADD COLUMN conference_sent_loss REAL NULL;
