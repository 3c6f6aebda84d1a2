-- What was decided may be taken up again (Rule W6). Nothing of it is erased: the vote, the adoption and its texts stay.
alter table motions drop constraint motions_kind_check;
alter table motions
  add constraint motions_kind_check
    check (kind in ('suspend_meeting', 'adjourn_meeting', 'adjourn_debate', 'close_debate', 'reconsider')),
  -- The vote by which it was decided what this motion would have decided anew.
  add column reconsiders uuid references votes,
  add constraint motions_reconsiders check ((kind = 'reconsider') = (reconsiders is not null));
-- A decision is undone once; the next one is another vote.
create unique index motions_reconsidered_once on motions (reconsiders) where state = 'carried';

-- Each adoption of a text, told apart by its vote; the one in force is the last whose vote no carried motion reconsiders.
alter table adopted_texts add column vote_id uuid;
alter table adopted_texts disable trigger adopted_texts_immutable;
update adopted_texts t set vote_id = a.vote_id from adoptions a where a.instrument_id = t.instrument_id;
alter table adopted_texts enable trigger adopted_texts_immutable;
alter table adopted_texts drop constraint adopted_texts_pkey, drop column instrument_id;
alter table adoptions drop constraint adoptions_pkey, drop constraint adoptions_vote_id_key, add primary key (vote_id);
create index adoptions_instrument on adoptions (instrument_id, decided_at);
alter table adopted_texts add primary key (vote_id, language), add foreign key (vote_id) references adoptions;

-- What takes an applied amendment out of its text again: a patch against the version that it led to.
alter table amendments add column undo jsonb;
alter table amendments drop constraint amendments_applied;
alter table amendments add constraint amendments_applied check (
  case when parent_id is null then (state in ('adopted', 'incorporated')) = (applied_version_id is not null)
    else applied_version_id is null end);
alter table amendments add constraint amendments_undo check (undo is null or applied_version_id is not null);

alter table versions drop constraint versions_reason_check;
alter table versions add constraint versions_reason_check check (reason in
  ('opened', 'saved', 'amendment_applied', 'divided', 'tabled', 'adopted', 'corrigendum', 'revised', 'reconsidered'));
alter table versions drop constraint versions_check;
alter table versions add constraint versions_amendment
  check ((reason in ('amendment_applied', 'revised', 'reconsidered')) = (amendment_id is not null));
