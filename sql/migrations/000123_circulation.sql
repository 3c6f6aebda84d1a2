-- A submitted amendment in another language of the conference, as it is circulated there: the same paragraphs in other words.
create table amendment_translations (
  amendment_id uuid not null references amendments,
  language text not null,
  -- Of that language's text; for an amendment to an amendment with its parent's translation on it.
  base_version_id uuid not null references versions,
  parent_patch jsonb,
  patch jsonb not null,
  rationale text not null check (length(rationale) between 1 and 10000),
  -- Of the amendment's patch that it says in other words. Once that was amended it says something else.
  of_sha256 text not null,
  translated_by uuid references people,
  translated_at timestamptz(3) not null,
  primary key (amendment_id, language)
);
