-- +goose Up

-- Files of web archives that are read, and how far: place and skip are where reading goes on, tally is what was found so far.
create table archive_file (
  id bigint primary key, path text not null unique, size bigint not null, place bigint not null, skip bigint not null,
  added bigint not null, finished bigint not null, tally text not null
);
