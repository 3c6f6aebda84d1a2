-- A separate vote on parts (Rules D1–D5): the question is set aside while they are voted, one after the other.
create table divisions (
  id uuid primary key,
  vote_id uuid not null unique references votes,
  state text not null check (state in ('requested', 'objected', 'divided', 'refused', 'whole_to_put', 'rejected_as_whole',
    'abandoned')),
  -- null: the chair.
  delegation_id uuid references delegations,
  person_id uuid not null references people,
  objected_by uuid references delegations,
  requested_at timestamptz not null,
  check (state <> 'objected' or objected_by is not null)
);

create table division_parts (
  division_id uuid not null references divisions,
  position integer not null,
  -- The part's first block, and its name as people spoke of it: numbers change when parts are lost.
  block text not null,
  path text not null,
  operative boolean not null,
  carried boolean,
  primary key (division_id, block),
  unique (division_id, position)
);

alter table votes add column division_id uuid references divisions, add column part text;
alter table votes drop constraint votes_subject_check;
alter table votes add constraint votes_subject_check check (subject in ('amendment', 'final', 'division', 'part'));
alter table votes add constraint votes_division check ((subject in ('division', 'part')) = (division_id is not null)
  and (subject = 'part') = (part is not null));
alter table votes drop constraint votes_state_check;
alter table votes add constraint votes_state_check check (state in ('question_put', 'explanations_before', 'open', 'locked',
  'so_decided', 'second_vote_pending', 'proclaimed', 'aborted_no_quorum', 'set_aside', 'fell'));
alter table votes add constraint votes_set_aside check (state not in ('set_aside', 'fell') or subject in ('amendment', 'final'));
create unique index votes_one_set_aside on votes (instrument_id) where state = 'set_aside';

alter table versions drop constraint versions_reason_check;
alter table versions add constraint versions_reason_check
  check (reason in ('opened', 'saved', 'amendment_applied', 'divided', 'tabled', 'adopted', 'corrigendum'));
