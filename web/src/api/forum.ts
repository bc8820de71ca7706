// SPDX-License-Identifier: Apache-2.0
// Conversations: rows /discussions, /posts and /reports.
import { ask } from './client';
import { pathOf, queryOf } from './path';

export interface Post {
  id: string; parent: string | null; author: string; mine: boolean; at_ms: number; edited_ms: number; edit_reason: string;
  deleted: boolean; hidden: boolean; hidden_reason: string; accepted: boolean; may_accept: boolean; reported: boolean;
  html: string; text?: string; reports?: string[]; thread?: string; room?: string;
  /** Kept on this device until the server is back. */
  waits?: boolean;
}
export interface Thread {
  thread: string; title: string; course: string; unit: string; room: string; room_title: string;
  locked: boolean; may_moderate: boolean; posts: number; fresh: number; last_ms: number;
}
export interface ThreadWithPosts extends Thread { list: Post[] }

/** What the description leaves open ("a post may have no parent") the types above say. */
const as = <Out>(asked: Promise<unknown>) => asked as Promise<Out>;

export const forum = {
  path: (thread: string) => pathOf('write_post', { thread }),
  all: () => as<Thread[]>(ask('list_discussions', {})),
  read: (thread: string, room: string) => as<ThreadWithPosts>(ask('read_discussion', { params: { thread }, query: queryOf(room ? { room } : {}) })),
  seen: (thread: string, room: string) => as<void>(ask('mark_read', { params: { thread }, body: { room } })),
  lock: (thread: string, room: string, on: boolean) => ask('lock_discussion', { params: { thread }, body: { room, on } }),
  edit: (id: string, text: string, reason: string) => as<Post>(ask('edit_post', { params: { id }, body: { text, reason } })),
  remove: (id: string) => as<Post>(ask('delete_post', { params: { id } })),
  report: (id: string, reason: string) => as<Post>(ask('report_post', { params: { id }, body: { reason } })),
  accept: (id: string, on: boolean) => as<Post>(ask('accept_post', { params: { id }, body: { on } })),
  moderate: (id: string, hide: boolean, reason: string) => as<Post>(ask('moderate_post', { params: { id }, body: { hide, reason } })),
  reports: () => as<Post[]>(ask('list_reports', {})),
};
