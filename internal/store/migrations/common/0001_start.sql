-- +goose Up

create table outlet (
  id bigint primary key, key text not null unique, name text not null, domain text not null, country text not null,
  language text not null, kind text not null, owner text not null, state_link text not null
);

create table source (
  id bigint primary key, url text not null unique, title text not null, folder text not null, added bigint not null,
  polled bigint not null, next bigint not null, etag text not null, last_modified text not null, failures bigint not null,
  problem text not null, links bigint not null
);
create index source_next on source (next);

create table capture (
  id bigint primary key, url text not null, final_url text not null, source bigint not null, time bigint not null, status bigint not null,
  content_type text not null, header text not null, hash text not null, size bigint not null, body bytea not null,
  purged bigint not null, purge_reason text not null,
  unique (url, hash)
);

create table article (
  id bigint primary key, key text not null unique, url text not null, outlet bigint not null, parent bigint not null, seen bigint not null,
  current bigint not null, versions bigint not null, moment bigint not null
);
create index article_outlet on article (outlet, moment, id);
create index article_moment on article (moment);

create table version (
  id bigint primary key, article bigint not null, capture bigint not null, number bigint not null, seen bigint not null,
  title text not null, body text not null, language text not null, detail text not null, maker bigint not null,
  unique (article, number)
);

create table mentions (version bigint primary key, maker bigint not null, found text not null);

create table statement (
  id bigint primary key, article bigint not null, version bigint not null, spot text not null, at bigint not null, kind text not null, party text not null,
  detail text not null, maker bigint not null,
  unique (version, spot)
);
create table figure (
  id bigint primary key, article bigint not null, version bigint not null, at bigint not null, detail text not null, maker bigint not null
);
create index figure_version on figure (version);
create table event (
  id bigint primary key, article bigint not null, version bigint not null, at bigint not null, detail text not null, maker bigint not null
);
create index event_version on event (version);

create table copy (
  id bigint primary key, derived bigint not null, source bigint not null, kind text not null, score double precision not null, detail text not null, maker bigint not null
);
create index copy_derived on copy (derived);
create index copy_source on copy (source);

create table origin (id bigint primary key, root bigint not null, name text not null, maker bigint not null);
create table origin_article (origin bigint not null, article bigint not null, primary key (article, origin));
create index origin_article_origin on origin_article (origin);

-- The identity ledger: identifiers outlive recomputation. into_id is zero for what
-- stands, else the identifier it was merged into.
create table story (
  id bigint primary key, into_id bigint not null, storyline bigint not null, lead bigint not null, title text not null,
  first bigint not null, latest bigint not null, rank double precision not null, summary text not null, maker bigint not null
);
create index story_rank on story (rank, id) where into_id = 0;
create index story_latest on story (latest, id) where into_id = 0;
create index story_storyline on story (storyline);

create table member (
  article bigint primary key, story bigint not null, score double precision not null, reasons text not null, pinned boolean not null, maker bigint not null
);
create index member_story on member (story);

create table storyline (
  id bigint primary key, into_id bigint not null, name text not null, stories bigint not null, first bigint not null, latest bigint not null,
  summary text not null, maker bigint not null
);
create index storyline_latest on storyline (latest, id) where into_id = 0;

create table claim (
  id bigint primary key, into_id bigint not null, storyline bigint not null, place bigint not null, status text not null, detail text not null, maker bigint not null
);
create index claim_storyline on claim (storyline);
create table claim_statement (
  claim bigint not null, statement bigint not null, stance text not null, confidence double precision not null, why text not null,
  primary key (claim, statement)
);
create index claim_statement_statement on claim_statement (statement);

-- What pages need beside the nouns: numbers board and timeline of a story or storyline.
create table digest (subject text not null, id bigint not null, detail text not null, maker bigint not null, primary key (subject, id));

create table account (
  id bigint primary key, name text not null unique, password_hash text not null, role text not null, created bigint not null
);
create table setup_token (hash text primary key, created bigint not null, used bigint not null);
create table session (token text primary key, data bytea not null, expiry bigint not null);
create table audit (id bigint primary key, time bigint not null, who text not null, what text not null, detail text not null);

-- Failure is data: the state of every item in every stage that has ended at least once.
create table stage_state (
  stage text not null, item bigint not null, version bigint not null, state text not null, attempts bigint not null, reason text not null, time bigint not null,
  primary key (stage, item)
);
create index stage_state_failed on stage_state (time) where state <> 'done';

create table job (
  id bigint primary key, kind text not null, key text not null, payload text not null, run_at bigint not null, state text not null, lease bigint not null,
  attempts bigint not null, again boolean not null, reason text not null,
  unique (kind, key)
);
create index job_ready on job (kind, run_at, id) where state = 'ready';
create index job_running on job (kind, lease) where state = 'running';
