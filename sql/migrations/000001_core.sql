-- Concord's tables. Every state row has a ledger entry written in the same transaction;
-- constraints tie a state to the columns it must have, so that a wrong row cannot be written by any path.

create table conferences (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,64}$'),
  title jsonb not null,
  place jsonb not null,
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  time_zone text not null,
  languages text[] not null check (cardinality(languages) > 0),
  preset text not null,
  symbol_prefix text not null,
  programme jsonb not null,
  ledger_seq bigint not null default 0,
  ledger_head text not null default repeat('0', 64) check (ledger_head ~ '^[0-9a-f]{64}$')
);

create table delegations (
  id uuid primary key,
  conference_id uuid not null references conferences,
  code text not null,
  name jsonb not null,
  kind text not null check (kind in ('member_state', 'city', 'organisation', 'observer')),
  region text not null,
  voting boolean not null,
  unique (conference_id, code),
  check (kind <> 'observer' or not voting)
);

create table bodies (
  id uuid primary key,
  conference_id uuid not null references conferences,
  slug text not null check (slug in ('plenary', 'drafting-committee')),
  name jsonb not null,
  unique (conference_id, slug)
);

-- Only voting delegations are members of a body (Rule Q5: observers never count).
create table body_members (
  body_id uuid not null references bodies,
  delegation_id uuid not null references delegations,
  present boolean not null,
  primary key (body_id, delegation_id)
);

create table people (
  id uuid primary key,
  conference_id uuid not null references conferences,
  key text not null,
  name text not null,
  role text not null check (role in ('chair', 'committee-chair', 'rapporteur', 'committee-member', 'delegate',
                                     'observer', 'translator', 'secretariat')),
  delegation_id uuid references delegations,
  languages text[] not null,
  unique (conference_id, key)
);

create table sign_in_links (
  token_hash text primary key,
  person_id uuid not null references people,
  expires_at timestamptz not null,
  reusable boolean not null,
  used_at timestamptz
);

create table sessions (
  token_hash text primary key,
  person_id uuid not null references people,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_person on sessions (person_id);

create table instruments (
  id uuid primary key,
  conference_id uuid not null references conferences,
  slug text not null check (slug ~ '^[a-z0-9-]{2,64}$'),
  title jsonb not null,
  verb text not null check (verb in ('adopt', 'approve')),
  symbol text not null,
  revision integer not null default 0 check (revision >= 0),
  source_language text not null,
  stage text not null check (stage in ('zero_draft', 'in_reading', 'committee_clean', 'tabled',
                                       'under_consideration', 'final_question', 'decided')),
  outcome text check (outcome in ('adopted', 'approved', 'rejected', 'withdrawn', 'deferred')),
  last_amendment_number integer not null default 0,
  position integer not null,
  unique (conference_id, slug),
  check ((stage = 'decided') = (outcome is not null)),
  check (outcome is distinct from 'adopted' or verb = 'adopt'),
  check (outcome is distinct from 'approved' or verb = 'approve')
);

-- A room is one live text: an instrument in one language, or the draft of an amendment.
create table rooms (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9.-]{1,120}$'),
  schema_version integer not null,
  last_seq bigint not null default 0,
  recorded_seq bigint not null default 0 check (recorded_seq <= last_seq),
  frozen boolean not null default false
);

-- format 1: one Yjs v1 update.
create table room_updates (
  room_id uuid not null references rooms,
  seq bigint not null check (seq > 0),
  format smallint not null default 1,
  bytes bytea not null,
  authors uuid[] not null,
  written_at timestamptz not null default now(),
  primary key (room_id, seq)
);

-- Everything up to and including upto_seq in one Yjs v1 update.
create table room_states (
  room_id uuid primary key references rooms,
  upto_seq bigint not null,
  format smallint not null default 1,
  bytes bytea not null
);

-- A text is an instrument in one language.
create table texts (
  id uuid primary key,
  instrument_id uuid not null references instruments,
  language text not null,
  room_id uuid not null unique references rooms,
  published_version_id uuid,
  unique (instrument_id, language)
);

create table versions (
  id uuid primary key,
  text_id uuid not null references texts,
  number integer not null check (number > 0),
  label text not null,
  symbol text not null,
  content bytea not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  schema_version integer not null,
  reason text not null check (reason in ('opened', 'saved', 'amendment_applied', 'tabled', 'adopted', 'corrigendum')),
  amendment_id uuid,
  room_seq bigint not null,
  created_by uuid references people,
  created_at timestamptz not null,
  unique (text_id, number),
  check ((reason = 'amendment_applied') = (amendment_id is not null))
);
alter table texts add foreign key (published_version_id) references versions;

-- A translator's word that a language version says what the source version says.
create table concordances (
  text_id uuid primary key references texts,
  sha256 text not null,
  source_sha256 text not null,
  signed_by uuid not null references people,
  signed_at timestamptz not null
);

create table amendments (
  id uuid primary key,
  instrument_id uuid not null references instruments,
  language text not null,
  number integer check (number > 0),
  delegation_id uuid not null references delegations,
  proposed_by uuid references people,
  source text not null,
  base_version_id uuid not null references versions,
  room_id uuid unique references rooms,
  patch jsonb,
  form text check (form in ('insert', 'strike_out', 'strike_out_and_insert', 'substitute')),
  anchor_block text,
  rationale text not null check (length(rationale) <= 10000),
  state text not null check (state in ('draft', 'submitted', 'inadmissible', 'admissible', 'open', 'voting', 'adopted',
    'rejected', 'withdrawn', 'not_put', 'incorporated', 'needs_rebase', 'lapsed')),
  reintroduces uuid references amendments,
  applied_version_id uuid references versions,
  created_at timestamptz not null,
  submitted_at timestamptz,
  unique (instrument_id, number),
  check (state = 'draft' or (number is not null and patch is not null and form is not null and submitted_at is not null)),
  check ((state = 'adopted') = (applied_version_id is not null))
);
create index amendments_instrument on amendments (instrument_id, state);
alter table versions add foreign key (amendment_id) references amendments;

create table amendment_sponsors (
  amendment_id uuid not null references amendments,
  delegation_id uuid not null references delegations,
  joined_at timestamptz not null,
  primary key (amendment_id, delegation_id)
);

create table votes (
  id uuid primary key,
  instrument_id uuid not null references instruments,
  body_id uuid not null references bodies,
  subject text not null check (subject in ('amendment', 'final')),
  amendment_id uuid references amendments,
  majority text not null,
  state text not null check (state in ('question_put', 'explanations_before', 'open', 'locked', 'so_decided',
    'second_vote_pending', 'proclaimed', 'aborted_no_quorum')),
  members integer not null check (members >= 0),
  present integer not null check (present between 0 and members),
  yes integer,
  no integer,
  abstain integer,
  result text check (result in ('carried', 'lost', 'second_vote')),
  reason text,
  needed integer,
  round integer not null default 1 check (round in (1, 2)),
  put_at timestamptz not null,
  opened_at timestamptz,
  locked_at timestamptz,
  decided_at timestamptz,
  check ((subject = 'amendment') = (amendment_id is not null)),
  -- Rule C1: consensus has no tally, not 0-0-0.
  check ((state in ('locked', 'proclaimed', 'second_vote_pending')) = (yes is not null and no is not null and abstain is not null)),
  check (state not in ('so_decided', 'proclaimed') or decided_at is not null)
);
-- One question at a time on an instrument.
create unique index votes_one_question on votes (instrument_id)
  where state in ('question_put', 'explanations_before', 'open', 'locked', 'second_vote_pending');

create table objections (
  vote_id uuid not null references votes,
  delegation_id uuid not null references delegations,
  person_id uuid not null references people,
  raised_at timestamptz not null,
  primary key (vote_id, delegation_id)
);

-- One ballot a delegation and round; a correction before the lock is a new revision of the same row (Rule R8).
create table ballots (
  vote_id uuid not null references votes,
  round integer not null,
  delegation_id uuid not null references delegations,
  person_id uuid not null references people,
  choice text not null check (choice in ('yes', 'no', 'abstain')),
  revision integer not null check (revision > 0),
  cast_at timestamptz not null,
  primary key (vote_id, round, delegation_id)
);

create table adoptions (
  instrument_id uuid primary key references instruments,
  vote_id uuid not null unique references votes,
  outcome text not null check (outcome in ('adopted', 'approved')),
  decided_at timestamptz not null,
  by_consensus boolean not null
);

create table adopted_texts (
  instrument_id uuid not null references adoptions,
  language text not null,
  version_id uuid not null unique references versions,
  sha256 text not null,
  concordant boolean not null,
  primary key (instrument_id, language)
);

-- The answer to a command a person may repeat, kept under the key they sent.
create table command_answers (
  person_id uuid not null references people,
  key text not null check (length(key) between 8 and 100),
  command text not null,
  request_sha256 text not null,
  answer jsonb not null,
  answered_at timestamptz not null,
  primary key (person_id, key)
);

create table ledger (
  conference_id uuid not null references conferences,
  seq bigint not null check (seq > 0),
  at timestamptz(3) not null,
  act text not null,
  subject text not null,
  entry text not null,
  prev text not null check (prev ~ '^[0-9a-f]{64}$'),
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (conference_id, seq)
);
create index ledger_subject on ledger (conference_id, subject, seq);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '55000';
end
$$;

create trigger ledger_append_only before update or delete or truncate on ledger
  for each statement execute function refuse_change();
create trigger versions_immutable before update or delete or truncate on versions
  for each statement execute function refuse_change();
create trigger adopted_texts_immutable before update or delete or truncate on adopted_texts
  for each statement execute function refuse_change();
create trigger adoptions_immutable before update or delete or truncate on adoptions
  for each statement execute function refuse_change();
create trigger room_updates_append_only before update or truncate on room_updates
  for each statement execute function refuse_change();

-- Nothing is written into a frozen room by any path.
create function refuse_frozen_room() returns trigger language plpgsql as $$
begin
  if (select frozen from rooms where id = new.room_id) then
    raise exception 'room % is frozen', new.room_id using errcode = '55000';
  end if;
  return new;
end
$$;
create trigger room_updates_frozen before insert on room_updates
  for each row execute function refuse_frozen_room();
