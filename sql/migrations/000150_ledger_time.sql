-- When the last entry was made, beside its number and hash: who takes the ledger reads all three in the one statement that locks it.
alter table conferences add column ledger_at timestamptz;

update conferences c set ledger_at = l.at from ledger l where l.conference_id = c.id and l.seq = c.ledger_seq;
