-- How a leg was transported is one document in a column, as the API has it: {"mos":4.41,"lowestMos":4.4,"loss":0,...}. Scores, shares of packets (0 to 1), milliseconds.
ALTER TABLE call_records ADD COLUMN trunk_quality TEXT NULL;

ALTER TABLE call_records ADD COLUMN conference_quality TEXT NULL;

UPDATE call_records SET trunk_quality = json_object(
        'mos', trunk_mos, 'lowestMos', trunk_lowest_mos, 'loss', trunk_loss, 'jitter', trunk_jitter, 'roundTrip', trunk_round_trip, 'sentMos', trunk_sent_mos, 'sentLoss', trunk_sent_loss)
    WHERE trunk_mos IS NOT NULL OR trunk_sent_mos IS NOT NULL;

UPDATE call_records SET conference_quality = json_object(
        'mos', conference_mos, 'lowestMos', conference_lowest_mos, 'loss', conference_loss, 'jitter', conference_jitter, 'roundTrip', conference_round_trip, 'sentMos', conference_sent_mos, 'sentLoss', conference_sent_loss)
    WHERE conference_mos IS NOT NULL OR conference_sent_mos IS NOT NULL;

ALTER TABLE call_records DROP COLUMN trunk_mos;

ALTER TABLE call_records DROP COLUMN trunk_lowest_mos;

ALTER TABLE call_records DROP COLUMN trunk_loss;

ALTER TABLE call_records DROP COLUMN trunk_jitter;

ALTER TABLE call_records DROP COLUMN trunk_round_trip;

ALTER TABLE call_records DROP COLUMN trunk_sent_mos;

ALTER TABLE call_records DROP COLUMN trunk_sent_loss;

ALTER TABLE call_records DROP COLUMN conference_mos;

ALTER TABLE call_records DROP COLUMN conference_lowest_mos;

ALTER TABLE call_records DROP COLUMN conference_loss;

ALTER TABLE call_records DROP COLUMN conference_jitter;

ALTER TABLE call_records DROP COLUMN conference_round_trip;

ALTER TABLE call_records DROP COLUMN conference_sent_mos;

ALTER TABLE call_records DROP COLUMN conference_sent_loss;
