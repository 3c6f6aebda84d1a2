-- A conference's own copy of the rules of procedure; without one it has those of the preset that it names.
create table conference_rules (
  conference_id uuid primary key references conferences,
  preset jsonb not null,
  revision integer not null check (revision > 0),
  changed_by uuid references people,
  changed_at timestamptz(3) not null
);
