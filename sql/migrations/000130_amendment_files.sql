-- From which file an amendment was brought in, and from where in it: a line of a list, or whose revisions.
alter table amendments add column file_name text check (length(file_name) between 1 and 150);
alter table amendments add column file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$');
alter table amendments add column file_place text check (length(file_place) <= 200);
alter table amendments add constraint amendments_file
  check ((file_name is null) = (file_sha256 is null) and (file_name is null) = (file_place is null));
