// SPDX-License-Identifier: Apache-2.0
// The API over one JSON course, all in memory.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Forum } from './forum.mjs';
import { grade, present } from './grade.mjs';
import { Teaching } from './teaching.mjs';

const text = JSON.parse(readFileSync(new URL('./course.json', import.meta.url), 'utf8'));
const filler = (id) => ({
  title: id.replace(/^u/, '').replace(/\d+$/, ''), kind: 'read', minutes: 10, concepts: [],
  blocks: [{ id: `b${id}`, kind: 'text', html: '<p>This unit is written in the real course; here it only takes its place.</p>' }],
});
const paragraph = '<p>Whoever is asked about the examples they have learnt by heart will answer well. Whether they have understood shows in questions they have never seen: so we lay some examples aside before we begin, and do not look at them until the end.</p>';
const names = {
  uneuron: ['One neuron', 'watch'], ulayers: ['Two layers', 'try'], uclassify: ['Which class?', 'practise'], usplits: ['Never seen before', 'read'],
  ufilters: ['Edges and blurs', 'try'], uconvnet: ['A network that sees', 'watch'], upooling: ['Making pictures smaller', 'read'],
  uwhom01: ['For whom do I build?', 'read'], ufail01: ['What if it fails?', 'discuss'], uchoose: ['Precision or recall', 'practise'], usummary: ['What you can do now', 'test'],
  ukws001: ['Ten words', 'watch'], umfcc01: ['Sound as a picture', 'read'], ukws002: ['Train your words', 'try'], uint801: ['Eight bits', 'read'], udrift1: ['When the world moves', 'read'],
};

export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

export class Hub {
  constructor() {
    this.sessions = new Map();
    this.learners = new Map();
    this.classes = new Map();
    this.units = new Map();
    for (const course of text.courses)
      for (const chapter of course.chapters)
        for (const section of chapter.sections)
          for (const id of section.units) {
            const unit = text.units[id] ?? { ...filler(id), title: names[id][0], kind: names[id][1] };
            if (id === 'usplits') unit.blocks[0].html = paragraph.repeat(40);
            this.units.set(id, { id, optional: false, ...unit, course, chapter, section });
          }
    this.order = [...this.units.keys()];
    this.forum = new Forum(this);
    this.teaching = new Teaching(this);
    this.#seedClass();
  }

  get info() { return text.hub; }
  glossary() { return text.glossary; }

  signIn({ nickname, secret }) {
    const name = String(nickname ?? '').trim();
    if (name === '') throw new Refusal(400, 'nickname_empty', 'The nickname is empty; write a name of 1 to 40 letters.');
    if (/^locked/i.test(name) && secret !== 'open') throw new Refusal(403, 'secret_needed', `The name ${name} has a secret word; write it, or take another name.`);
    let learner = [...this.learners.values()].find((one) => one.nickname === name);
    if (!learner) learner = this.#newLearner(name);
    const token = randomBytes(16).toString('hex');
    this.sessions.set(token, learner.id);
    return { token, me: this.me(learner) };
  }

  newLearner(nickname) { return this.#newLearner(nickname); }
  courseIds() { return text.courses.map((c) => c.id); }
  titleOf(course) { return text.courses.find((c) => c.id === course)?.title ?? ''; }
  preview(learner, id) {
    const { title, blocks } = this.unit(learner, id);
    return {
      id, title, file: `1-course/${id}.md`, remarks: [{ line: 12, severity: 'warning', message: 'a remark of the linter, as an example' }],
      blocks: blocks.map((b, i) => ({ id: b.id, kind: b.kind, line: 6 + 9 * i, data: { html: b.html }, sealed: {}, items: b.item ? [{ item: b.item, sealed: false, hints: [], reveal: { key: this.item(b.id).item.key } }] : [] })),
    };
  }
  accounts() { return [...this.learners.values()].map(({ id, nickname, roles }) => ({ id, nickname, roles })); }
  setRoles(id, roles) {
    const learner = this.learners.get(id);
    learner.roles = roles;
    return { id, nickname: learner.nickname, roles };
  }

  #newLearner(nickname) {
    const id = randomBytes(8).toString('hex');
    const learner = { id, nickname, roles: /^teacher/i.test(nickname) ? ['learner', 'instructor'] : /^host/i.test(nickname) ? ['learner', 'instructor', 'author', 'moderator', 'host'] : ['learner'], events: new Map(), attempts: new Map(), hints: new Map(), last: 0 };
    this.learners.set(id, learner);
    if (learner.roles.includes('instructor')) for (const room of this.classes.values()) room.teachers.add(id);
    return learner;
  }

  me(learner) {
    const classes = [...this.classes.values()].filter((c) => c.members.has(learner.id) || c.teachers.has(learner.id));
    return { id: learner.id, nickname: learner.nickname, roles: learner.roles, classes: classes.map((c) => ({ id: c.id, title: c.title, role: c.teachers.has(learner.id) ? 'instructor' : 'learner' })) };
  }

  who(token) {
    const learner = this.learners.get(this.sessions.get(token));
    if (!learner) throw new Refusal(401, 'not_signed_in', 'Nobody is signed in; choose a nickname first.');
    return learner;
  }

  #all(learner, kind, where) {
    return [...learner.events.values()].filter((e) => e.kind === kind && (where === undefined || e.where === where));
  }
  #blockState(learner, block) {
    const attempts = learner.attempts.get(block.id) ?? [];
    if (attempts.some((a) => a.graded.attempt.correct) || this.#all(learner, 'block.done', block.id).length > 0) return 'done';
    return 'none';
  }
  unitState(learner, id) {
    const unit = this.units.get(id);
    if (unit.blocks.every((block) => this.#blockState(learner, block) !== 'none')) return 'done';
    const known = this.#known(learner);
    if (unit.kind !== 'test' && unit.concepts.length > 0 && unit.concepts.every((c) => known.has(c))) return 'known';
    return this.#all(learner, 'unit.opened', id).length > 0 ? 'opened' : 'none';
  }
  #known(learner) {
    const known = new Set();
    for (const { body } of this.#all(learner, 'concept.known')) for (const id of body.concepts ?? []) if (body.on === false) known.delete(id); else known.add(id);
    return known;
  }
  #unitsOf(course) {
    return this.order.filter((id) => this.units.get(id).course === course);
  }
  #resume(learner, course) {
    const ids = this.#unitsOf(course);
    const opened = [...learner.events.values()].filter((e) => e.kind === 'unit.opened' && ids.includes(e.where)).at(-1)?.where;
    if (opened && !['done', 'known'].includes(this.unitState(learner, opened))) return opened;
    const from = opened ? ids.indexOf(opened) : 0;
    return ids.slice(from).find((id) => !['done', 'known'].includes(this.unitState(learner, id))) ?? null;
  }

  courses(learner) {
    return text.courses.map((course) => {
      const ids = this.#unitsOf(course);
      const done = ids.filter((id) => this.unitState(learner, id) === 'done').length;
      return { id: course.id, title: course.title, summary: course.summary, hours: course.hours, units: ids.length, done, resume: this.#resume(learner, course) };
    });
  }

  course(learner, id) {
    const course = text.courses.find((c) => c.id === id);
    if (!course) throw new Refusal(404, 'no_course', `There is no course ${id} on this hub.`);
    const unit = (u) => {
      const { title, kind, minutes, concepts, optional } = this.units.get(u);
      return { id: u, title, kind, minutes, concepts, optional, state: this.unitState(learner, u) };
    };
    return {
      id, title: course.title, summary: course.summary,
      chapters: course.chapters.map((c) => ({ id: c.id, title: c.title, sections: c.sections.map((s) => ({ id: s.id, title: s.title, type: s.type, units: s.units.map(unit) })) })),
      concepts: text.concepts.filter((c) => c.turns.some((turn) => turn.course === id)).map((c) => ({ ...c, known: this.#known(learner).has(c.id) })),
    };
  }

  unit(learner, id) {
    const unit = this.units.get(id);
    if (!unit) throw new Refusal(404, 'no_unit', `There is no unit ${id} on this hub.`);
    const ref = (other) => other && { id: other, title: this.units.get(other).title };
    const ids = this.#unitsOf(unit.course);
    const at = ids.indexOf(id);
    const { course, chapter, section } = unit;
    const named = ({ id: i, title }) => ({ id: i, title });
    return {
      id, title: unit.title, kind: unit.kind, minutes: unit.minutes, language: 'en', concepts: unit.concepts,
      path: { course: named(course), chapter: named(chapter), section: named(section) },
      previous: ref(ids[at - 1]) ?? null, next: ref(ids.slice(at + 1).find((u) => this.unitState(learner, u) !== 'known')) ?? null,
      siblings: section.units.map((u) => ({ id: u, title: this.units.get(u).title, kind: this.units.get(u).kind, state: this.unitState(learner, u) })),
      bookmarked: this.#all(learner, 'bookmark.set', id).at(-1)?.body.on ?? false,
      resume_block: this.#all(learner, 'resume.at', id).at(-1)?.body.block ?? null,
      blocks: unit.blocks.map((block) => this.#block(learner, block, section)).filter((block) => block !== null),
      ...(section.type === 'test' ? { test: this.teaching.info(learner, section) } : {}),
    };
  }

  #block(learner, block, section) {
    if (section?.type === 'test' && block.kind === 'item') return this.teaching.block(learner, block);
    const note = this.#all(learner, 'note.written', block.id).at(-1)?.body.text;
    const out = { ...block, revision: '000000000000', state: this.#blockState(learner, block), ...(note === undefined ? {} : { note }) };
    if (block.item) Object.assign(out, { item: present(block.item, this.#asked(learner, block.item)), attempts: this.#attempts(learner, block.item) });
    const given = learner.artefacts?.get(block.id);
    if (given) out.handed_in = given;
    if (block.kind === 'placement') out.known = block.concepts.every((c) => this.#known(learner).has(c));
    if (block.items) out.items = block.items.map((one) => this.#block(learner, one));
    return out;
  }
  /** Which variant is asked: a solved question stays, an unsolved one has moved on. */
  #asked(learner, item) {
    const made = learner.attempts.get(item.id) ?? [];
    return made.at(-1)?.graded.attempt.correct ? made.length - 1 : made.length;
  }
  #attempts(learner, item) {
    const made = learner.attempts.get(item.id) ?? [];
    const last = made.at(-1);
    const moved = item.variants && !last?.graded.attempt.correct;
    const used = learner.hints.get(item.id) ?? 0;
    return {
      history: made.map((a) => a.graded.attempt), left: last ? last.graded.left : item.max_attempts || null, response: moved ? undefined : last?.response, graded: moved ? undefined : last?.graded,
      hints: item.hints.slice(0, used).map((html, i) => ({ n: i + 1, html, left: item.hints.length - i - 1 })), mastery: last?.graded.mastery,
    };
  }

  item(id) {
    for (const unit of this.units.values())
      for (const block of unit.blocks)
        for (const one of [block, ...(block.items ?? [])]) if (one.id === id && one.item) return { unit, item: one.item };
    throw new Refusal(404, 'no_item', `There is no question ${id} on this hub.`);
  }

  attempt(learner, id, { response, id: key }) {
    const { unit, item } = this.item(id);
    if (unit.section.type === 'test') return this.teaching.answer(learner, id, response);
    const made = learner.attempts.get(id) ?? [];
    const again = made.find((a) => a.key === key);
    if (again) return again.graded;
    if (item.max_attempts > 0 && made.length >= item.max_attempts) throw new Refusal(409, 'no_attempts_left', 'All attempts at this question are used; go on with the next one.');
    const graded = grade(item, response, made.map((a) => a.graded.attempt));
    learner.attempts.set(id, [...made, { key, response, graded, at: Date.now(), unit: unit.id, title: unit.title }]);
    return graded;
  }

  hint(learner, id) {
    const { item } = this.item(id);
    const moved = item.variants && !last?.graded.attempt.correct;
    const used = learner.hints.get(id) ?? 0;
    if (used >= item.hints.length) throw new Refusal(409, 'no_hints_left', 'There are no more hints for this question.');
    learner.hints.set(id, used + 1);
    return { n: used + 1, html: item.hints[used], left: item.hints.length - used - 1 };
  }

  take(learner, events) {
    for (const event of events) if (!learner.events.has(event.id)) learner.events.set(event.id, event);
    learner.last = Date.now();
    return { accepted: events.length };
  }

  work(learner) {
    const cards = this.courses(learner);
    const attempts = [...learner.attempts].flatMap(([block, made]) => made.map((a) => ({ unit: a.unit, block, title: a.title, score: a.graded.attempt.score, correct: a.graded.attempt.correct, at: a.at })));
    const marked = this.order.filter((id) => this.#all(learner, 'bookmark.set', id).at(-1)?.body.on);
    const mean = attempts.length ? attempts.reduce((sum, a) => sum + a.score, 0) / attempts.length : null;
    return {
      courses: cards.map((c, i) => ({ id: c.id, title: c.title, units: c.units, done: c.done, mastered: 0, grade: i === 0 ? mean : null, resume: c.done > 0 || i === 0 ? c.resume : null })),
      grades: mean === null ? [] : [{ section: 'secquiz', title: 'Check yourself', course: 'course1', score: mean, weight: 1 }],
      bookmarks: marked.map((id) => ({ unit: id, title: this.units.get(id).title, course: this.units.get(id).course.id })),
      attempts: attempts.sort((a, b) => b.at - a.at).slice(0, 20),
    };
  }

  search(words) {
    const wanted = words.toLowerCase();
    const hits = [];
    for (const unit of this.units.values())
      for (const block of unit.section.type === 'test' ? [] : unit.blocks) {
        const plain = `${unit.title}. ${block.html ?? block.item?.question_html ?? ''}`.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
        const at = plain.toLowerCase().indexOf(wanted);
        if (at < 0) continue;
        const escape = (part) => part.replace(/&(?!\w+;)/g, '&amp;').replace(/</g, '&lt;');
        const snippet = `…${escape(plain.slice(Math.max(0, at - 50), at))}<mark>${escape(plain.slice(at, at + wanted.length))}</mark>${escape(plain.slice(at + wanted.length, at + 90))}…`;
        hits.push({ unit: unit.id, block: block.id, title: unit.title, snippet_html: snippet, course: unit.course.title });
      }
    return hits.slice(0, 30);
  }

  newClass(learner, title) {
    if (!learner.roles.includes('instructor')) throw new Refusal(403, 'not_allowed', 'Only an instructor may open a class.');
    const room = { id: randomBytes(4).toString('hex'), title, code: randomBytes(4).toString('hex').slice(0, 6).toUpperCase(), members: new Set(), teachers: new Set([learner.id]) };
    this.classes.set(room.id, room);
    return this.room(learner, room.id);
  }
  join(learner, code) {
    const room = [...this.classes.values()].find((c) => c.code === code);
    if (!room) throw new Refusal(404, 'no_class', `No class has the code ${code}; look at the board again.`);
    room.members.add(learner.id);
    return this.room(learner, room.id);
  }
  room(learner, id) {
    const room = this.classes.get(id);
    if (!room) throw new Refusal(404, 'no_class', 'This class is not on this hub.');
    const teacher = room.teachers.has(learner.id);
    if (!teacher && !room.members.has(learner.id)) throw new Refusal(403, 'not_allowed', 'You are not in this class.');
    return { id, title: room.title, code: room.code, role: teacher ? 'instructor' : 'learner', learners: room.members.size };
  }
  matrix(learner, id) {
    if (this.room(learner, id).role !== 'instructor') throw new Refusal(403, 'not_allowed', 'Only a teacher of this class sees its matrix.');
    const room = this.classes.get(id);
    const ids = this.#unitsOf(text.courses[0]);
    const learners = [...room.members].map((m) => this.learners.get(m)).filter(Boolean);
    const seeded = room.seed;
    return {
      units: ids.map((u) => ({ id: u, title: this.units.get(u).title, section: this.units.get(u).section.title })),
      learners: learners.map((l, i) => ({ id: l.id, nickname: l.nickname, last_active: l.last, states: ids.map((u, j) => (seeded && i < 8 ? seededState(i, j) : this.unitState(l, u))) })),
      stuck: seeded ? [{ learner: learners[2].id, nickname: learners[2].nickname, unit: 'ulossquiz', title: 'Check yourself: loss', why: 'Three wrong answers to the same question.' }, { learner: learners[5].id, nickname: learners[5].nickname, unit: 'udescent', title: 'Minimizing loss', why: 'Ten minutes without a step.' }] : [],
      difficult: seeded ? [{ unit: 'ulossquiz', block: 'bq3', title: 'How many whole windows fit?', learners: 8, correct: 2 }, { unit: 'ulossquiz', block: 'bq6', title: 'Match each word with what it means', learners: 7, correct: 3 }] : [],
    };
  }
  #seedClass() {
    const names = ['Ada', 'Bilal', 'Chen', 'Dalia', 'Emeka', 'Freya', 'Goran', 'Hana'];
    const room = { id: 'classone', title: 'Physics 10 b', code: 'FROG42', members: new Set(names.map((n) => this.#newLearner(n).id)), teachers: new Set(), seed: true };
    this.classes.set(room.id, room);
  }

  export(learner) { return { learner: this.me(learner), events: [...learner.events.values()], attempts: [...learner.attempts] }; }
  erase(learner) {
    this.learners.delete(learner.id);
    for (const room of this.classes.values()) room.members.delete(learner.id);
  }
}

function seededState(learner, unit) {
  const reach = [9, 13, 8, 17, 6, 10, 15, 4][learner];
  if (unit > reach) return 'none';
  if (unit === reach) return 'opened';
  return (learner * 7 + unit * 5) % 4 === 0 ? 'mastered' : (learner + unit * 3) % 11 === 0 ? 'opened' : 'done';
}
