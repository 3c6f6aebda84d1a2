-- The order in which the chair has confirmed that a text's amendments are put (Rule A4): ids of amendments.
-- null: none was confirmed.
alter table instruments add column voting_order uuid[];
