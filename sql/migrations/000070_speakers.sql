-- Who asks for the floor in a body, and who has it.
create table speakers_lists (
  id uuid primary key,
  body_id uuid not null references bodies,
  topic text not null check (length(topic) between 1 and 200),
  -- Speakers for and against take turns; else it is one list.
  sides boolean not null,
  speaking_ms integer not null check (speaking_ms > 0),
  closed boolean not null default false,
  opened_at timestamptz not null,
  ended_at timestamptz
);
create unique index speakers_lists_one on speakers_lists (body_id) where ended_at is null;

create table speeches (
  id uuid primary key,
  body_id uuid not null references bodies,
  speakers_list_id uuid not null references speakers_lists,
  list text not null check (list in ('general', 'for', 'against', 'reply')),
  -- null: the secretariat speaks for no delegation.
  delegation_id uuid references delegations,
  person_id uuid not null references people,
  priority boolean not null,
  -- An observer speaks with the chair's consent.
  admitted boolean not null,
  asked_at timestamptz not null,
  left_at timestamptz,
  started_at timestamptz,
  -- The clock stands still since then, and stood for so long before.
  held_at timestamptz,
  held_ms integer not null default 0 check (held_ms >= 0),
  spoke_ms integer check (spoke_ms >= 0),
  check (started_at is null or (admitted and left_at is null)),
  check (started_at is not null or (spoke_ms is null and held_at is null and held_ms = 0)),
  check (spoke_ms is null or held_at is null)
);
create index speeches_list on speeches (speakers_list_id);
-- One has the floor.
create unique index speeches_one_floor on speeches (body_id) where started_at is not null and spoke_ms is null;
