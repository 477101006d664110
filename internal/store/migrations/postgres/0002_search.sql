-- +goose Up
create table search_article (article bigint primary key, language text not null, outlet bigint not null, moment bigint not null, words tsvector not null);
create index search_words on search_article using gin (words);
