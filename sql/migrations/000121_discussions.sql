-- Threads about a submitted amendment, for everyone who reads it. What its sponsors said beside its draft stays theirs.
alter table threads add column discusses boolean not null default false;
-- null: about the amendment as a whole.
alter table threads alter column anchor drop not null;
alter table threads add constraint threads_discussion
  check (case when discusses then amendment_id is not null else anchor is not null end);
