-- Whose credentials are in order: who has a seat, and with it a vote and a place in the quorum.
alter table delegations
  add column credentials text not null default 'accepted'
    check (credentials in ('missing', 'submitted', 'accepted', 'challenged', 'rejected'));
alter table body_members add column seated boolean not null default true;
