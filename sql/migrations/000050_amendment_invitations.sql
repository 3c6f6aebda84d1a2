-- Delegations that were asked to sponsor an amendment and have not joined. Who joins is a row of amendment_sponsors instead.
create table amendment_invitations (
  amendment_id uuid not null references amendments,
  delegation_id uuid not null references delegations,
  invited_at timestamptz not null,
  declined_at timestamptz,
  primary key (amendment_id, delegation_id)
);
create index amendment_invitations_delegation on amendment_invitations (delegation_id) where declined_at is null;
