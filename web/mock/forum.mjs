// SPDX-License-Identifier: Apache-2.0
// Conversations of the mock: posts in memory, rooms, moderation.
import { randomBytes } from 'node:crypto';
import { Refusal } from './hub.mjs';

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
/** A little Markdown; the hub's own renderer is cmark-gfm. */
const html = (text) => `<p>${escape(text).replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>').replace(/`(.+?)`/g, '<code>$1</code>')}</p>`;

export class Forum {
  constructor(hub) {
    Object.assign(this, { hub, posts: new Map(), locked: new Set(), read: new Map() });
  }

  #moderates(learner, room) {
    if (!room) return learner.roles.includes('moderator') || learner.roles.includes('host');
    return this.hub.classes.get(room)?.teachers.has(learner.id) ?? false;
  }
  #sees(learner, room) {
    const found = this.hub.classes.get(room);
    return !room || (found && (found.members.has(learner.id) || found.teachers.has(learner.id)));
  }
  #place(thread) {
    const [course, topic] = thread.split(':');
    if (topic) return { title: this.hub.titleOf(course), course, unit: '' };
    for (const unit of this.hub.units.values())
      if (unit.blocks.some((block) => block.id === thread && block.kind === 'discussion')) return { title: unit.title, course: unit.course.id, unit: unit.id };
    throw new Refusal(404, 'missing', `There is no conversation '${thread}'; reload the page.`);
  }
  #in(thread, room) { return [...this.posts.values()].filter((p) => p.thread === thread && p.room === room); }

  #thread(learner, thread, room) {
    const shown = this.#in(thread, room).filter((p) => !p.deleted && !p.hidden);
    const seen = this.read.get(`${learner.id} ${room} ${thread}`) ?? 0;
    return {
      ...this.#place(thread), thread, room, room_title: this.hub.classes.get(room)?.title ?? '', locked: this.locked.has(`${room} ${thread}`), may_moderate: this.#moderates(learner, room),
      posts: shown.length, fresh: shown.filter((p) => p.at_ms > seen && p.author !== learner.id).length, last_ms: Math.max(0, ...shown.map((p) => p.at_ms)),
    };
  }
  #post(learner, p) {
    const mine = p.author === learner.id;
    const moderates = this.#moderates(learner, p.room);
    const shown = !p.deleted && (!p.hidden || mine || moderates);
    const asker = this.posts.get(p.parent)?.author === learner.id;
    return {
      id: p.id, parent: p.parent || null, author: this.hub.learners.get(p.author)?.nickname ?? '', mine, at_ms: p.at_ms, edited_ms: p.edited_ms, edit_reason: p.edit_reason, deleted: p.deleted, hidden: p.hidden,
      hidden_reason: p.hidden_reason, accepted: p.accepted, may_accept: p.parent !== '' && (asker || moderates), reported: p.reports.has(learner.id), html: shown ? html(p.text) : '',
      ...(mine && shown ? { text: p.text } : {}), ...(moderates ? { reports: [...p.reports.values()] } : {}),
    };
  }

  all(learner) {
    const keys = new Map([...this.posts.values()].filter((p) => this.#sees(learner, p.room)).map((p) => [p.room + ' ' + p.thread, [p.thread, p.room]]));
    for (const course of this.hub.courseIds()) keys.set(` ${course}:general`, [`${course}:general`, '']);
    for (const unit of this.hub.units.values()) for (const block of unit.blocks) if (block.kind === 'discussion') keys.set(' ' + block.id, [block.id, '']);
    return [...keys.values()].map(([thread, room]) => this.#thread(learner, thread, room)).sort((a, b) => Number(b.fresh > 0) - Number(a.fresh > 0) || b.last_ms - a.last_ms);
  }
  thread(learner, thread, room) {
    if (!this.#sees(learner, room)) throw new Refusal(403, 'not_allowed', `You are not in the class '${room}'; join it with its code first.`);
    return { ...this.#thread(learner, thread, room), list: this.#in(thread, room).map((p) => this.#post(learner, p)) };
  }
  write(learner, thread, { text, room = '', parent = '', id }) {
    this.#place(thread);
    if (!this.#sees(learner, room)) throw new Refusal(403, 'not_allowed', 'You are not in this class.');
    if (this.locked.has(`${room} ${thread}`) && !this.#moderates(learner, room)) throw new Refusal(403, 'locked', 'This conversation is closed; you can still read it.');
    const key = id ?? randomBytes(8).toString('hex');
    if (!this.posts.has(key)) this.posts.set(key, { id: key, thread, room, parent, author: learner.id, text, at_ms: Date.now(), edited_ms: 0, edit_reason: '', deleted: false, hidden: false, hidden_reason: '', accepted: false, reports: new Map() });
    return this.#post(learner, this.posts.get(key));
  }
  seen(learner, thread, { room = '' }) {
    this.read.set(`${learner.id} ${room} ${thread}`, Date.now());
    return {};
  }
  lock(learner, thread, { room = '', on }) {
    if (!this.#moderates(learner, room)) throw new Refusal(403, 'not_allowed', 'Only a moderator closes a conversation.');
    if (on) this.locked.add(`${room} ${thread}`);
    else this.locked.delete(`${room} ${thread}`);
    return { locked: on };
  }
  #change(learner, id, may, sentence, change) {
    const post = this.posts.get(id);
    if (!post || !this.#sees(learner, post.room)) throw new Refusal(404, 'missing', 'There is no such post; it may have been deleted.');
    if (!may(post)) throw new Refusal(403, 'not_allowed', sentence);
    change(post);
    return this.#post(learner, post);
  }
  edit(learner, id, { text, reason = '' }) {
    return this.#change(learner, id, (p) => p.author === learner.id, 'Only its author edits a post.', (p) => Object.assign(p, { text, edit_reason: reason, edited_ms: Date.now() }));
  }
  remove(learner, id) {
    return this.#change(learner, id, (p) => p.author === learner.id, 'Only its author deletes a post.', (p) => Object.assign(p, { text: '', deleted: true }));
  }
  report(learner, id, { reason }) {
    return this.#change(learner, id, () => true, '', (p) => p.reports.set(learner.id, reason));
  }
  accept(learner, id, { on }) {
    return this.#change(learner, id, (p) => this.#post(learner, p).may_accept, 'Who asked, or a teacher, accepts an answer.', (p) => (p.accepted = on));
  }
  moderate(learner, id, { hide, reason = '' }) {
    return this.#change(learner, id, (p) => this.#moderates(learner, p.room), 'Only a moderator hides a post; you can report it.', (p) => {
      Object.assign(p, { hidden: hide, hidden_reason: reason });
      p.reports.clear();
    });
  }
  reports(learner) {
    return [...this.posts.values()].filter((p) => p.reports.size > 0 && !p.hidden && !p.deleted && this.#moderates(learner, p.room)).map((p) => ({ ...this.#post(learner, p), thread: p.thread, room: p.room }));
  }
  search(learner, words) {
    const wanted = words.toLowerCase();
    return [...this.posts.values()].filter((p) => !p.deleted && !p.hidden && this.#sees(learner, p.room) && p.text.toLowerCase().includes(wanted))
      .map((p) => ({ unit: '', block: '', course: '', title: this.#place(p.thread).title, snippet_html: html(p.text).slice(3, -4), thread: p.thread, room: p.room, post: p.id }));
  }
}
