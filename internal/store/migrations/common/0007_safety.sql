-- +goose Up

-- What is known of copies made of the database; problem says why one failed.
create table backup (
  id bigint primary key, time bigint not null, file text not null, size bigint not null, seconds double precision not null, problem text not null
);
create index backup_time on backup (time);

-- Where a capture's body lies: '' in the row, 'objects' in the object store under its hash.
alter table capture add column place text not null default '';
create index capture_place on capture (place, id) where place <> '';
create index capture_hash on capture (hash);
