// SPDX-License-Identifier: Apache-2.0
// Conversations: rows /discussions, /posts and /reports.
import { call } from './client';

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

const id = encodeURIComponent;
const at = (thread: string) => `/discussions/${id(thread)}`;

export const forum = {
  path: (thread: string) => `${at(thread)}/posts`,
  all: () => call<Thread[]>('GET', '/discussions'),
  read: (thread: string, room: string) => call<ThreadWithPosts>('GET', at(thread) + (room ? `?room=${id(room)}` : '')),
  seen: (thread: string, room: string) => call<void>('POST', `${at(thread)}/read`, { room }),
  lock: (thread: string, room: string, on: boolean) => call<{ locked: boolean }>('POST', `${at(thread)}/lock`, { room, on }),
  edit: (post: string, text: string, reason: string) => call<Post>('PUT', `/posts/${id(post)}`, { text, reason }),
  remove: (post: string) => call<Post>('DELETE', `/posts/${id(post)}`),
  report: (post: string, reason: string) => call<Post>('POST', `/posts/${id(post)}/reports`, { reason }),
  accept: (post: string, on: boolean) => call<Post>('POST', `/posts/${id(post)}/accept`, { on }),
  moderate: (post: string, hide: boolean, reason: string) => call<Post>('POST', `/posts/${id(post)}/moderation`, { hide, reason }),
  reports: () => call<Post[]>('GET', '/reports'),
};
