-- Who brings a text before the body: the drafting committee, delegations, or both (Rule W4).
alter table instruments add column committee_sponsors boolean not null default true;
create table instrument_sponsors (
  instrument_id uuid not null references instruments,
  delegation_id uuid not null references delegations,
  primary key (instrument_id, delegation_id)
);

-- A teller who miscounted says so, before the result is announced: the count that was given first stays.
alter table hand_counts
  add column revision integer not null default 1 check (revision > 0),
  add column reason text check (length(reason) between 1 and 2000),
  add constraint hand_counts_corrected check ((revision > 1) = (reason is not null)),
  drop constraint hand_counts_pkey,
  add primary key (vote_id, round, attempt, teller_id, revision);
