-- What delegations say about a vote: why they vote so (Rule R10), and, once it is locked, how they meant to (Rule R8).
create table statements (
  id uuid primary key,
  vote_id uuid not null references votes,
  delegation_id uuid not null references delegations,
  person_id uuid not null references people,
  kind text not null check (kind in ('explanation_before', 'explanation_after', 'intention')),
  choice text check (choice in ('yes', 'no', 'abstain')),
  words text check (length(words) between 1 and 10000),
  made_at timestamptz not null,
  check ((kind = 'intention') = (choice is not null)),
  check ((kind = 'intention') = (words is null))
);
create index statements_vote on statements (vote_id, made_at);
create trigger statements_append_only before update or delete or truncate on statements
  for each statement execute function refuse_change();
