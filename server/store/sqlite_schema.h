// SPDX-License-Identifier: Apache-2.0
// The tables in SQLite, step by step: a database is brought from its number to the last one. A step
// that was released is never changed.
#pragma once

namespace tadpole::server {

inline constexpr const char* kSqliteMigrations[] = {
    // 1. Events once by id, in the order of arrival; people and classes; the search.
    R"(CREATE TABLE learners(number INTEGER PRIMARY KEY, who TEXT NOT NULL UNIQUE);
       CREATE TABLE devices(number INTEGER PRIMARY KEY, device TEXT NOT NULL, public_key TEXT NOT NULL UNIQUE);
       CREATE TABLE events(cursor INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
         device INTEGER NOT NULL REFERENCES devices(number), wall_ms INTEGER NOT NULL, counter INTEGER NOT NULL,
         learner INTEGER NOT NULL REFERENCES learners(number), kind TEXT NOT NULL, place TEXT NOT NULL,
         body TEXT NOT NULL, signature TEXT NOT NULL);
       CREATE INDEX events_of_learner ON events(learner, cursor);
       CREATE INDEX events_by_time ON events(wall_ms, counter);
       CREATE TABLE erased(who_hash TEXT PRIMARY KEY) WITHOUT ROWID;
       CREATE TABLE accounts(id TEXT PRIMARY KEY, nickname TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
         roles TEXT NOT NULL, secret_hash TEXT NOT NULL, created_ms INTEGER NOT NULL) WITHOUT ROWID;
       CREATE TABLE sessions(token_hash TEXT PRIMARY KEY, account TEXT NOT NULL, expires_ms INTEGER NOT NULL) WITHOUT ROWID;
       CREATE TABLE classrooms(id TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, code TEXT NOT NULL UNIQUE,
         start_ms INTEGER NOT NULL, grace_hours INTEGER NOT NULL) WITHOUT ROWID;
       CREATE TABLE members(classroom TEXT NOT NULL, account TEXT NOT NULL, role TEXT NOT NULL,
         extension_days INTEGER NOT NULL, PRIMARY KEY(classroom, account)) WITHOUT ROWID;
       CREATE TABLE audit(number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
         subject TEXT NOT NULL, remote TEXT NOT NULL);
       CREATE VIRTUAL TABLE search USING fts5(course UNINDEXED, unit UNINDEXED, block UNINDEXED, title, text,
         tokenize='unicode61 remove_diacritics 2');)",
    // 2. Events once by device and id; names of accounts of other hubs; the search by our own
    // words.
    R"(CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
       ALTER TABLE accounts ADD COLUMN came_as TEXT NOT NULL DEFAULT '';
       CREATE TABLE events2(cursor INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
         device INTEGER NOT NULL REFERENCES devices(number), wall_ms INTEGER NOT NULL, counter INTEGER NOT NULL,
         learner INTEGER NOT NULL REFERENCES learners(number), kind TEXT NOT NULL, place TEXT NOT NULL,
         body TEXT NOT NULL, signature TEXT NOT NULL, UNIQUE(id, device));
       INSERT INTO events2 SELECT * FROM events;
       DELETE FROM sqlite_sequence WHERE name = 'events2';
       INSERT INTO sqlite_sequence(name, seq) SELECT 'events2', seq FROM sqlite_sequence WHERE name = 'events';
       DROP TABLE events;
       ALTER TABLE events2 RENAME TO events;
       CREATE INDEX events_of_learner ON events(learner, cursor);
       CREATE INDEX events_by_time ON events(wall_ms, counter);
       DROP TABLE search;
       CREATE VIRTUAL TABLE search USING fts5(course UNINDEXED, unit UNINDEXED, block UNINDEXED, title UNINDEXED,
         text UNINDEXED, title_words, text_words, tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'");)",
};

}  // namespace tadpole::server
