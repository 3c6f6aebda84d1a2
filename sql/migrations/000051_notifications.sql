-- What people are told. Each is about one entry of the record, and written in the transaction that wrote the entry.

-- Where a person is told by e-mail as well; null: nowhere.
alter table people add column email text check (email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254);
create index people_delegation on people (delegation_id);

create table amendment_followers (
  amendment_id uuid not null references amendments on delete cascade,
  person_id uuid not null references people,
  primary key (amendment_id, person_id)
);

create table notifications (
  person_id uuid not null references people,
  conference_id uuid not null references conferences,
  -- The entry of the record.
  seq bigint not null,
  kind text not null,
  -- A draft that is thrown away takes with it what was said about it.
  amendment_id uuid references amendments on delete cascade,
  thread_id uuid references threads,
  at timestamptz not null,
  read_at timestamptz,
  primary key (person_id, seq)
);
create index notifications_unread on notifications (person_id) where read_at is null;
create index notifications_amendment on notifications (amendment_id);

-- What is still to be sent by e-mail, and what was. A server that sends one puts `due_at` off first: should it stop half
-- way, another one sends it then.
create table mails (
  id bigint generated always as identity primary key,
  person_id uuid not null,
  seq bigint not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  sent_at timestamptz,
  failed_at timestamptz,
  foreign key (person_id, seq) references notifications (person_id, seq) on delete cascade,
  check (sent_at is null or failed_at is null)
);
create index mails_due on mails (due_at) where sent_at is null and failed_at is null;
