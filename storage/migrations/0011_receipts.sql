-- Whether what was said is the receipt of an agreement is looked up with every careful word (see messages.add_said).

CREATE INDEX consents_participant ON consents (participant, given_at);
