-- Ways of voting beside devices (Rules R1, R2, R9).
alter table votes
  add column method text check (method in ('recorded', 'show_of_hands', 'roll_call', 'secret_ballot')),
  -- Of a show of hands: 1, 2 … each time it is taken again.
  add column attempt integer not null default 1 check (attempt > 0),
  add column tellers uuid[] not null default '{}',
  -- Of a roll-call: the member drawn by lot, and those that were called and did not answer.
  add column drawn uuid references delegations,
  add column passed uuid[] not null default '{}';
update votes set method = 'recorded' where opened_at is not null;
alter table votes
  add check (state not in ('open', 'locked', 'second_vote_pending', 'proclaimed') or method is not null),
  add check (method is distinct from 'show_of_hands' or cardinality(tellers) = 2),
  add check (method is distinct from 'roll_call' or drawn is not null);

create table roll_call_requests (
  vote_id uuid not null references votes,
  delegation_id uuid not null references delegations,
  person_id uuid not null references people,
  requested_at timestamptz not null,
  primary key (vote_id, delegation_id)
);

-- What each teller counted; counts that differed, or were taken again, stay.
create table hand_counts (
  vote_id uuid not null references votes,
  round integer not null,
  attempt integer not null,
  teller_id uuid not null references people,
  yes integer not null check (yes >= 0),
  no integer not null check (no >= 0),
  abstain integer not null check (abstain >= 0),
  counted_at timestamptz not null,
  primary key (vote_id, round, attempt, teller_id)
);
create trigger hand_counts_append_only before update or delete or truncate on hand_counts
  for each statement execute function refuse_change();

-- Rule R9: who took part in a secret ballot, and never which way. No choice stands in any row, and no time beside a name.
create table secret_participants (
  vote_id uuid not null references votes,
  round integer not null,
  delegation_id uuid not null references delegations,
  primary key (vote_id, round, delegation_id)
);
-- The sums so far, sealed with a key that is not in the database: all of it changes with every paper. Emptied at the lock.
create table secret_boxes (
  vote_id uuid not null references votes,
  round integer not null,
  sealed bytea not null,
  primary key (vote_id, round)
);
