-- Comments beside the draft of an amendment, among its sponsors. No foreign key: a draft that is thrown away leaves them to the
-- record, where nobody reads them any more.
alter table threads add column amendment_id uuid;
create index threads_amendment on threads (amendment_id) where amendment_id is not null;
