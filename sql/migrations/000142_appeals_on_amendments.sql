-- The amendment that was ruled inadmissible, where an appeal is against that ruling (Rule P5): once.
alter table points_of_order add column amendment_id uuid unique references amendments;
