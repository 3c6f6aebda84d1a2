-- The rapporteur's report and the summary record: written from the ledger up to an entry, edited, then issued for good.
create table reports (
  id uuid primary key,
  conference_id uuid not null references conferences,
  kind text not null check (kind in ('report', 'summary')),
  -- 1, 2 … of each kind.
  number integer not null check (number > 0),
  upto_seq bigint not null,
  begun_at timestamptz(3) not null,
  issued_at timestamptz(3),
  unique (conference_id, kind, number)
);
-- One draft of each kind at a time.
create unique index reports_one_draft on reports (conference_id, kind) where issued_at is null;

create table report_texts (
  report_id uuid not null references reports,
  language text not null,
  words text not null check (length(words) <= 1000000),
  revision integer not null default 1 check (revision > 0),
  -- null: as it was written from the record.
  edited_by uuid references people,
  edited_at timestamptz(3) not null,
  primary key (report_id, language)
);

-- What was issued stands.
create function refuse_issued_report() returns trigger language plpgsql as $$
begin
  if old.issued_at is not null then
    raise exception 'report % is issued', old.id using errcode = '55000';
  end if;
  return coalesce(new, old);
end
$$;
create trigger reports_immutable before update or delete on reports for each row execute function refuse_issued_report();

create function refuse_issued_report_text() returns trigger language plpgsql as $$
begin
  if (select issued_at from reports where id = coalesce(new.report_id, old.report_id)) is not null then
    raise exception 'report % is issued', coalesce(new.report_id, old.report_id) using errcode = '55000';
  end if;
  return coalesce(new, old);
end
$$;
create trigger report_texts_immutable before insert or update or delete on report_texts
  for each row execute function refuse_issued_report_text();
