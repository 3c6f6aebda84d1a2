-- Files of an amendment. Their bytes are proven by the hash in the ledger, and go when the file is taken away; that it was there stays.
create table attachments (
  id uuid primary key,
  amendment_id uuid not null references amendments on delete cascade,
  name text not null check (length(name) between 1 and 150),
  type text not null,
  content bytea check (octet_length(content) between 1 and 10485760),
  size integer not null check (size > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  added_by uuid references people,
  added_at timestamptz(3) not null,
  removed_at timestamptz(3),
  check ((content is null) = (removed_at is not null))
);
create index attachments_amendment on attachments (amendment_id, added_at);
-- The same file once.
create unique index attachments_once on attachments (amendment_id, sha256) where removed_at is null;
