-- +goose Up

alter table source add column site text not null default '';
alter table source add column extra text not null default '';
alter table source add column kind text not null default '';
alter table source add column succeeded bigint not null default 0;
alter table source add column failed bigint not null default 0;
alter table source add column gap bigint not null default 0;
alter table source add column newest bigint not null default 0;
alter table source add column moved_to text not null default '';
alter table source add column moves bigint not null default 0;
alter table source add column paused boolean not null default false;
alter table source add column stopped text not null default '';

-- The last looks at each source; older ones are forgotten.
create table source_look (
  source bigint not null, time bigint not null, outcome text not null, found bigint not null, fresh bigint not null, took bigint not null, note text not null,
  primary key (source, time)
);

-- Pages of a source that could not be fetched, counted by reason.
create table source_miss (
  source bigint not null, reason text not null, count bigint not null, time bigint not null, url text not null, note text not null,
  primary key (source, reason)
);

-- WebSub: what hubs were asked to tell, and what they told until it is read.
create table hub_subscription (
  id bigint primary key, source bigint not null, hub text not null, topic text not null, path text not null unique, secret text not null,
  state text not null, asked bigint not null, until bigint not null, told bigint not null, note text not null
);
create index hub_subscription_source on hub_subscription (source);
create table hub_message (id bigint primary key, subscription bigint not null, content_type text not null, body bytea not null, time bigint not null);
create index hub_message_subscription on hub_message (subscription);
