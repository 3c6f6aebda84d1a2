-- An amendment to an amendment is numbered under it: {15,1} is the first to the fifteenth. Arrays sort as such numbers are read.
alter table amendments drop constraint amendments_number_check;
alter table amendments alter column number type integer[] using case when number is not null then array[number] end;
alter table amendments add constraint amendments_number_check check (cardinality(number) in (1, 2) and 0 < all (number));
