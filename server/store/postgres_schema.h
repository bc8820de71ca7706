// SPDX-License-Identifier: Apache-2.0
// The tables in PostgreSQL, in a schema of their own, step by step. A step that was released is
// never changed. Texts compare by their bytes, as in SQLite.
#pragma once

namespace tadpole::server {

inline constexpr const char* kPostgresMigrations[] = {
    // 1. All that SQLite has after its step 2.
    R"(CREATE TABLE learners(number BIGSERIAL PRIMARY KEY, who TEXT COLLATE "C" NOT NULL UNIQUE);
       CREATE TABLE devices(number BIGSERIAL PRIMARY KEY, device TEXT COLLATE "C" NOT NULL,
         public_key TEXT COLLATE "C" NOT NULL UNIQUE);
       CREATE TABLE events(cursor BIGSERIAL PRIMARY KEY, id TEXT COLLATE "C" NOT NULL,
         device BIGINT NOT NULL REFERENCES devices(number), wall_ms BIGINT NOT NULL, counter BIGINT NOT NULL,
         learner BIGINT NOT NULL REFERENCES learners(number), kind TEXT NOT NULL, place TEXT NOT NULL,
         body TEXT NOT NULL, signature TEXT NOT NULL, UNIQUE(id, device));
       CREATE INDEX events_of_learner ON events(learner, cursor);
       CREATE INDEX events_by_time ON events(wall_ms, counter);
       CREATE TABLE erased(who_hash TEXT COLLATE "C" PRIMARY KEY);
       CREATE TABLE accounts(id TEXT COLLATE "C" PRIMARY KEY, nickname TEXT NOT NULL,
         name_key TEXT COLLATE "C" NOT NULL UNIQUE, roles TEXT NOT NULL, secret_hash TEXT NOT NULL,
         created_ms BIGINT NOT NULL, came_as TEXT NOT NULL DEFAULT '');
       CREATE TABLE sessions(token_hash TEXT COLLATE "C" PRIMARY KEY, account TEXT NOT NULL, expires_ms BIGINT NOT NULL);
       CREATE INDEX sessions_of_account ON sessions(account);
       CREATE TABLE classrooms(id TEXT COLLATE "C" PRIMARY KEY, name TEXT COLLATE "C" NOT NULL, owner TEXT NOT NULL,
         code TEXT COLLATE "C" NOT NULL UNIQUE, start_ms BIGINT NOT NULL, grace_hours BIGINT NOT NULL);
       CREATE TABLE members(classroom TEXT COLLATE "C" NOT NULL, account TEXT COLLATE "C" NOT NULL, role TEXT NOT NULL,
         extension_days BIGINT NOT NULL, PRIMARY KEY(classroom, account));
       CREATE TABLE audit(number BIGSERIAL PRIMARY KEY, at_ms BIGINT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL,
         subject TEXT NOT NULL, remote TEXT NOT NULL);
       CREATE TABLE meta(key TEXT COLLATE "C" PRIMARY KEY, value TEXT NOT NULL);
       CREATE TABLE search(course TEXT NOT NULL, unit TEXT NOT NULL, block TEXT NOT NULL, title TEXT NOT NULL,
         text TEXT NOT NULL, words TSVECTOR NOT NULL);
       CREATE INDEX search_words ON search USING gin(words);)",
};

}  // namespace tadpole::server
