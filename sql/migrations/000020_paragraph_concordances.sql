-- A translator's word that a paragraph, as it read, says what the source said, as that read: what has changed since is
-- seen by comparing.
create table paragraph_concordances (
  text_id uuid not null references texts,
  block_id text not null,
  block jsonb not null,
  source jsonb not null,
  signed_by uuid not null references people,
  signed_at timestamptz not null,
  primary key (text_id, block_id)
);
