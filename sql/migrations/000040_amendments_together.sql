-- What one amendment is to another.

-- An amendment to an amendment (Rule A9) stands on its parent's patch as that read when this one was begun.
alter table amendments add column parent_id uuid references amendments;
alter table amendments add column parent_patch jsonb;
alter table amendments add constraint amendments_parent check ((parent_id is null) = (parent_patch is null));
create index amendments_parent on amendments (parent_id);

-- The adopted amendment that necessarily rejects this one, as was found when it was adopted (Rule A5).
alter table amendments add column implied_by uuid references amendments;

-- The two amendments that this one is a compromise between.
alter table amendments add column combines uuid[] check (cardinality(combines) = 2);

-- What is carried into an amendment changes its parent, and no text yet.
alter table amendments drop constraint amendments_check1;
alter table amendments add constraint amendments_applied
  check (case when parent_id is null then (state = 'adopted') = (applied_version_id is not null) else applied_version_id is null end);
