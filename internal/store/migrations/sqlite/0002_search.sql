-- +goose Up
create virtual table search using fts5 (title, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M* S* P*'");
create table search_article (article bigint primary key, language text not null, outlet bigint not null, moment bigint not null);
