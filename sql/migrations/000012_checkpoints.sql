-- Signed words for the record up to an entry. They stand beside the record: whoever rewrites it has to leave them out or
-- cannot sign them.
create table checkpoints (
  conference_id uuid not null references conferences,
  seq bigint not null,
  head text not null check (head ~ '^[0-9a-f]{64}$'),
  at timestamptz(3) not null,
  key text not null,
  signature text not null,
  primary key (conference_id, seq)
);
create trigger checkpoints_append_only before update or delete or truncate on checkpoints
  for each statement execute function refuse_change();

-- Rule C4: on the record beside the decision, and blocking nothing.
create table reservations (
  id uuid primary key,
  vote_id uuid not null references votes,
  delegation_id uuid not null references delegations,
  person_id uuid not null references people,
  words text not null check (length(words) between 1 and 10000),
  made_at timestamptz not null
);
create index reservations_vote on reservations (vote_id, made_at);
create trigger reservations_append_only before update or delete or truncate on reservations
  for each statement execute function refuse_change();
