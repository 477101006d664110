-- +goose Up

-- A purge takes things away for good: who asked for it, when and why. What it took is in
-- tombstone; what may not come back is in blocked. All three are primary data.
create table purge (
  id bigint primary key, time bigint not null, who text not null, target text not null, reason text not null, shown boolean not null,
  captures bigint not null, articles bigint not null, stories bigint not null
);
create table tombstone (kind text not null, item bigint not null, purge bigint not null, primary key (kind, item));
create index tombstone_purge on tombstone (purge);
create table blocked (kind text not null, value text not null, purge bigint not null, time bigint not null, primary key (kind, value));
create index blocked_purge on blocked (purge);

alter table account add column epoch bigint not null default 0;
create table passkey (
  id bigint primary key, account bigint not null, credential text not null unique, name text not null, detail text not null,
  created bigint not null, used bigint not null, warned bigint not null
);
create index passkey_account on passkey (account);
create table invite (hash text primary key, name text not null, renew boolean not null, created bigint not null, used bigint not null);

create index audit_who on audit (who, id);
create index audit_what on audit (what, id);
create index version_capture on version (capture);
create index capture_source on capture (source, id);
create index capture_final on capture (final_url) where final_url <> url;
create index stage_state_empty on stage_state (stage, reason, item) where state = 'empty';
