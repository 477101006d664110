-- +goose Up

-- The processes that share the database. incarnation is zero for a number that is free; beat counts up while the process lives;
-- high is the last millisecond (since 2020) of which it may make identifiers.
create table node (
  number bigint primary key, incarnation bigint not null, name text not null, started bigint not null, beat bigint not null, seen bigint not null, high bigint not null
);

-- What must not be asked too often: a host. due is when its next job may begin, job the one that runs now; next is the
-- earliest time its manners allow, and why.
create table lane (
  name text primary key, due bigint not null, priority bigint not null, next bigint not null, pace bigint not null, why text not null,
  failures bigint not null, job bigint not null
);
create index lane_due on lane (priority, due, name);
create index lane_busy on lane (job) where job <> 0;

alter table job add column lane text not null default '';
alter table job add column priority bigint not null default 1;
alter table job add column holder bigint not null default 0;
alter table job add column token bigint not null default 0;
alter table job add column began bigint not null default 0;
alter table job add column lost bigint not null default 0;
alter table job add column delay bigint not null default 0; -- how far run_at lay ahead when it was set

drop index job_ready;
drop index job_running;
create index job_ready on job (kind, priority, run_at, id) where state = 'ready' and lane = '';
create index job_lane on job (lane, priority, run_at, id) where state = 'ready' and lane <> '';
create index job_running on job (holder) where state = 'running';
create index job_dead on job (kind, id) where state = 'dead';
create index job_reason on job (id) where reason <> '';
