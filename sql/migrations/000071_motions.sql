-- Whether a body sits, and what is moved and ruled on in its meeting (Rules P1–P5).
alter table bodies add column sitting text not null default 'sitting' check (sitting in ('sitting', 'suspended', 'adjourned'));

create table motions (
  id uuid primary key,
  instrument_id uuid not null references instruments,
  body_id uuid not null references bodies,
  kind text not null check (kind in ('suspend_meeting', 'adjourn_meeting', 'adjourn_debate', 'close_debate')),
  words text not null check (length(words) <= 2000),
  state text not null check (state in ('moved', 'put', 'carried', 'lost', 'withdrawn', 'overtaken')),
  delegation_id uuid not null references delegations,
  person_id uuid not null references people,
  moved_at timestamptz not null,
  decided_at timestamptz,
  check ((state in ('moved', 'put')) = (decided_at is null))
);
create unique index motions_one_of_a_kind on motions (body_id, kind) where decided_at is null;

create table points_of_order (
  id uuid primary key,
  instrument_id uuid not null references instruments,
  body_id uuid not null references bodies,
  -- About how a vote is conducted: no other may interrupt one.
  on_conduct boolean not null,
  words text not null check (length(words) between 1 and 2000),
  state text not null check (state in ('raised', 'ruled', 'appealed', 'stands', 'overruled', 'withdrawn')),
  delegation_id uuid not null references delegations,
  person_id uuid not null references people,
  raised_at timestamptz not null,
  sustained boolean,
  ruling text check (length(ruling) <= 2000),
  check ((state in ('raised', 'withdrawn')) = (sustained is null)),
  check ((sustained is null) = (ruling is null))
);
-- Nothing else goes on until it is ruled on (Rule P5).
create unique index points_one_pending on points_of_order (body_id) where state in ('raised', 'appealed');

-- Who speaks on a motion is on no list (Rules P3, P4).
alter table speeches
  add column motion_id uuid references motions,
  alter column speakers_list_id drop not null,
  add check ((speakers_list_id is null) <> (motion_id is null));
create index speeches_motion on speeches (motion_id);

-- A motion and an appeal are voted as other questions are. What a vote is about, the column that goes with it says.
alter table votes
  add column motion_id uuid references motions,
  add column point_id uuid references points_of_order,
  drop constraint if exists votes_subject_check,
  add check ((subject = 'motion') = (motion_id is not null)),
  add check ((subject = 'appeal') = (point_id is not null));
-- One question at a time on an instrument; a motion may come before it, and an appeal before both.
drop index if exists votes_one_question;
create unique index votes_one_question on votes (instrument_id, (motion_id is not null), (point_id is not null))
  where state in ('question_put', 'explanations_before', 'open', 'locked', 'second_vote_pending');
