-- +goose Up

-- What hosts answered when they were asked for robots.txt, so that a start asks none of them again and several nodes ask once.
create table robots (
  host text primary key, body bytea not null, time bigint not null, until bigint not null
);
create index robots_time on robots (time);
