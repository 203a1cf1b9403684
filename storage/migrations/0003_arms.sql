-- The arm that was drawn for a participant, by the study's own name for it. NULL where the study has none.

ALTER TABLE participants ADD COLUMN arm TEXT;
