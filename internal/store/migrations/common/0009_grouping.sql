-- +goose Up

-- Articles are grouped one after the other; seq is an article's place in that order. Putting the same articles
-- through in the same order gives the same stories.
alter table member add column seq bigint not null default 0;
update member set seq = o.n from (select article, row_number() over (order by article) as n from member) o where o.article = member.article;
create index member_seq on member (seq);

-- One row: how far grouping has come, and by whom.
create table grouping_state (
  one bigint primary key, seq bigint not null, bound bigint not null, holder bigint not null
);
insert into grouping_state (one, seq, bound, holder) select 1, coalesce(max(seq), 0), 0, 0 from member;

-- Captures whose pages are on their way to be grouped; versions is how many of their texts are not analysed yet, -1 before that is known.
create table underway (capture bigint primary key, versions bigint not null);

-- Articles that are analysed and wait to be grouped.
create table waiting (article bigint primary key, capture bigint not null, since bigint not null);
create index waiting_capture on waiting (capture, article);
insert into waiting (article, capture, since)
  select a.id, v.capture, 0 from article a join version v on v.id = a.current join mentions m on m.version = a.current
  left join member x on x.article = a.id where x.article is null;

-- While all is computed again: where each article stood before.
create table former_member (article bigint primary key, story bigint not null, seq bigint not null);
create index former_member_seq on former_member (seq);

-- What counting a story needs to know of its articles without reading their texts.
alter table article add column language text not null default '';
alter table article add column dated boolean not null default true;
update article set language = v.language from version v where v.id = article.current;

-- How many articles a storyline had when its claims were last found.
alter table storyline add column claimed bigint not null default 0;
