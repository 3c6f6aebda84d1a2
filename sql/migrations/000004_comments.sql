-- Threads of comments beside a text. What they say is never part of it, and the ledger knows of their words only a seal.

create table threads (
  id uuid primary key,
  text_id uuid not null references texts,
  -- Where it stands, renewed as paragraphs are split, joined and moved (shared/text/anchors.ts).
  anchor jsonb not null,
  -- The words it was begun on, as they were then.
  quote text not null,
  begun_at timestamptz not null,
  resolved_by uuid references people,
  resolved_at timestamptz,
  check ((resolved_by is null) = (resolved_at is null))
);
create index threads_text on threads (text_id, begun_at);

create table comments (
  id uuid primary key,
  thread_id uuid not null references threads,
  number integer not null check (number > 0),
  author_id uuid not null references people,
  -- Both gone once the comment is taken back: then nobody can tell from the seal in the ledger what it said.
  words text check (length(words) between 1 and 4000),
  salt uuid,
  written_at timestamptz not null,
  edited_at timestamptz,
  withdrawn_at timestamptz,
  unique (thread_id, number),
  check ((words is null) = (withdrawn_at is not null)),
  check ((words is null) = (salt is null))
);

create table mentions (
  comment_id uuid not null references comments,
  person_id uuid not null references people,
  primary key (comment_id, person_id)
);
create index mentions_person on mentions (person_id);
