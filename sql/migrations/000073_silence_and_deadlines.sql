-- A question put in writing: decided at this moment unless a delegation has objected before it (Rules C5, C6).
alter table votes
  add column silence_until timestamptz,
  add check (silence_until is null or subject in ('amendment', 'final'));
create index votes_silence on votes (silence_until) where silence_until is not null and state = 'question_put';
-- What is objected, where it is said in writing.
alter table objections add column words text check (length(words) between 1 and 10000);

-- Amendments are in time before this moment; later ones wait for the chair's waiver (Rule A13).
alter table instruments add column amendments_deadline timestamptz;
alter table amendments add column late boolean not null default false;
