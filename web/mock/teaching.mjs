// SPDX-License-Identifier: Apache-2.0
// Rosters, calendars, tests and files of the mock's classes.
import { createHash, randomBytes } from 'node:crypto';
import { grade, present } from './grade.mjs';
import { Refusal } from './hub.mjs';

const day = 24 * 3600e3;
const passphrase = 'frogs in the pond';

export class Teaching {
  constructor(hub) {
    Object.assign(this, { hub, files: new Map(), openings: new Map(), answers: new Map(), unsealed: false });
  }

  #teaches(learner, room) {
    if (this.hub.room(learner, room).role !== 'instructor') throw new Refusal(403, 'not_allowed', 'Only the instructor of this class does that.');
    return this.hub.classes.get(room);
  }
  #extension(room, learner) { return room.extensions?.get(learner) ?? 0; }

  roster(learner, id, csv) {
    const room = this.#teaches(learner, id);
    const [head, ...lines] = String(csv).trim().split(/\r?\n/);
    if (!head.startsWith('nickname')) throw new Refusal(400, 'refused', `line 1 of the roster: the first column is '${head.split(',')[0]}'; begin with the header nickname,extension_days`);
    room.extensions ??= new Map();
    return lines.map((line) => {
      const [nickname, days = '0'] = line.split(',');
      const known = [...this.hub.learners.values()].find((one) => one.nickname === nickname);
      if (known?.roles?.some((role) => role !== 'learner') && !room.members.has(known.id)) return { nickname, what: 'needs_code', secret: '' };
      const added = known && !room.members.has(known.id);
      const who = known ?? this.hub.newLearner(nickname);
      room.members.add(who.id);
      const changed = this.#extension(room, who.id) !== Number(days);
      room.extensions.set(who.id, Number(days));
      return { nickname, what: added ? 'added' : known ? (changed ? 'changed' : 'same') : 'made', secret: known ? '' : randomBytes(3).toString('hex').toUpperCase() };
    });
  }
  people(learner, id) {
    const room = this.#teaches(learner, id);
    return [...room.members].map((m) => ({ id: m, nickname: this.hub.learners.get(m)?.nickname ?? '', role: 'learner', extension_days: this.#extension(room, m) }));
  }
  setPerson(learner, id, who, { extension_days = 0, role = 'learner' }) {
    const room = this.#teaches(learner, id);
    (room.extensions ??= new Map()).set(who, extension_days);
    return { extension_days, role };
  }
  csv(learner, id, name) {
    const rows = this.people(learner, id);
    return name === 'roster' ? 'nickname,extension_days\n' + rows.map((r) => `"${r.nickname}",${r.extension_days}\n`).join('') : 'nickname,total\n' + rows.map((r) => `${r.nickname},\n`).join('');
  }
  pages(learner) {
    const inClass = [...this.hub.classes.values()].some((room) => room.teachers.has(learner.id));
    if (!inClass && !learner.roles.some((role) => role === 'instructor' || role === 'author')) throw new Refusal(403, 'not_allowed', 'Only who teaches may read this.');
    return [{ section: 'secquiz', title: 'Check yourself', minutes: 45, course: 'Fundamentals', chapter: 'Welcome' }];
  }
  page(learner, id) {
    const found = this.pages(learner).find((one) => one.section === id);
    if (!found) throw new Refusal(404, 'missing', `There is no teacher's page for '${id}'; its author writes it as teach.md beside section.yaml.`);
    const html = '<h2>Aim</h2><p>Learners can say how wrong a guess is.</p><h2>Timings</h2><table><thead><tr><th>Minutes</th><th>What</th></tr></thead><tbody><tr><td>45</td><td>All of it</td></tr></tbody></table><h2>Answers</h2><ol><li>Forty-two.</li></ol>';
    return { ...found, html, language: 'en', units: [{ id: 'ulossquiz', title: 'Check yourself' }] };
  }
  calendar(learner, id) {
    this.hub.room(learner, id);
    const { start_ms = 0, grace_hours = 0 } = this.hub.classes.get(id);
    const due = start_ms ? start_ms + 7 * day + grace_hours * 3600e3 + this.#extension(this.hub.classes.get(id), learner.id) * day : null;
    return { start_ms, grace_hours, dates: [{ section: 'secquiz', title: 'Check yourself', unit: 'ulossquiz', due_days: 7, due_ms: due }] };
  }
  setCalendar(learner, id, { start_ms, grace_hours }) {
    Object.assign(this.#teaches(learner, id), { start_ms, grace_hours });
    return this.calendar(learner, id);
  }

  // One test there is: the section of type "test".
  section() {
    for (const unit of this.hub.units.values()) if (unit.section.type === 'test') return unit.section;
    return null;
  }
  #due(room, opening, who) { return opening.to_ms + this.#extension(room, who) * day; }
  #state(opening, due) {
    if (!opening) return 'none';
    if (Date.now() < opening.from_ms) return 'not_open';
    return Date.now() <= due ? 'open' : opening.revealed ? 'revealed' : 'closed';
  }
  tests(learner, id) {
    const room = this.#teaches(learner, id);
    const section = this.section();
    const opening = this.openings.get(id);
    const answered = [...room.members].filter((m) => opening && this.answers.has(`${opening.id} ${m}`)).length;
    return [{ section: section.id, title: section.title, track: 'certificate', state: this.#state(opening, opening?.to_ms), sealed: true, keys: this.unsealed, answered, ...(opening ? { from_ms: opening.from_ms, due_ms: opening.to_ms, attempts: opening.attempts } : {}) }];
  }
  test(learner, id, what, body) {
    const room = this.#teaches(learner, id);
    const opening = this.openings.get(id);
    if (what === 'opening') {
      if (!this.unsealed && !body.passphrase) throw new Refusal(400, 'refused', 'The keys of this test are sealed; give the passphrase to open it.');
      if (body.passphrase && body.passphrase !== passphrase) throw new Refusal(400, 'refused', 'that is not the passphrase of these keys, or the file was changed; ask who sealed them');
      this.unsealed = true;
      this.openings.set(id, { id: randomBytes(4).toString('hex'), from_ms: Date.now(), to_ms: body.to_ms, attempts: body.attempts ?? 1, revealed: false });
    } else if (!opening) throw new Refusal(400, 'refused', 'This test was not opened for the class.');
    else if (what === 'closing') opening.to_ms = Date.now() - 1;
    else if ([...room.members].some((m) => Date.now() <= this.#due(room, opening, m))) throw new Refusal(400, 'refused', 'Somebody of the class still has time for this test; reveal it when all are through.');
    else opening.revealed = true;
    return this.tests(learner, id)[0];
  }
  /** The test as this learner meets it: {state, opening, due_ms}. */
  exam(learner) {
    for (const [id, opening] of this.openings) {
      const room = this.hub.classes.get(id);
      if (!room?.members.has(learner.id)) continue;
      const due = this.#due(room, opening, learner.id);
      return { state: this.#state(opening, due), opening, due_ms: due };
    }
    return { state: 'none' };
  }
  info(learner, section) {
    const { state, opening, due_ms } = this.exam(learner);
    return { section: section.id, title: section.title, track: 'certificate', state, ...(opening ? { from_ms: opening.from_ms, due_ms, attempts: opening.attempts } : {}) };
  }
  #made(learner, opening, item) { return this.answers.get(`${opening.id} ${learner.id}`)?.get(item) ?? []; }
  block(learner, block) {
    const { state, opening } = this.exam(learner);
    if (state === 'none' || state === 'not_open') return null;
    const made = this.#made(learner, opening, block.id);
    const { attempts, ...rest } = block;
    const test = { state, answered: made.length, left: Math.max(0, opening.attempts - made.length), ...(made.length ? { response: made.at(-1) } : {}) };
    if (state === 'revealed') {
      const graded = made.length ? grade(block.item, made.at(-1), []) : null;
      Object.assign(test, { score: graded?.attempt.score ?? 0, correct: graded?.attempt.correct ?? false, reveal: { html: block.item.explain ?? '', key: block.item.key } });
    }
    return { ...rest, revision: '000000000000', state: made.length ? 'done' : 'none', item: { ...present(block.item), hints: 0, max_attempts: opening.attempts }, test };
  }
  answer(learner, item, response) {
    const { state, opening } = this.exam(learner);
    if (state === 'closed' || state === 'revealed') throw new Refusal(400, 'refused', 'The time of this test is over; your answer came too late and was not kept.');
    if (state !== 'open') throw new Refusal(400, 'refused', 'This test is not opened for a class of yours; ask your teacher.');
    const key = `${opening.id} ${learner.id}`;
    const all = this.answers.get(key) ?? new Map();
    const made = all.get(item) ?? [];
    if (made.length >= opening.attempts) throw new Refusal(400, 'refused', 'You have answered this question; a test takes one answer.');
    this.answers.set(key, all.set(item, [...made, response]));
    return { attempt: { n: made.length + 1, score: 0, correct: false }, feedback: [], left: opening.attempts - made.length - 1, test: { answered: made.length + 1 } };
  }

  handIn(learner, block, name, bytes) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const fits = bytes.toString('utf8').startsWith('x,y\n');
    const given = {
      name, sha256, bytes: bytes.length, at_ms: Date.now(), accepted: fits,
      results: [{ name: 'column y', status: fits ? 'pass' : 'fail', message: fits ? "The column 'y' is there." : "The column 'y' is missing; write the head x,y." }],
    };
    this.files.set(`${learner.id} ${sha256}`, bytes);
    (learner.artefacts ??= new Map()).set(block, given);
    return given;
  }
  handedIn(learner, id) {
    const room = this.#teaches(learner, id);
    return [...room.members].flatMap((m) => [...(this.hub.learners.get(m)?.artefacts ?? [])].map(([block, given]) => ({ ...given, learner: m, nickname: this.hub.learners.get(m).nickname, block, unit: '', title: block })));
  }
  file(learner, who, sha256) {
    const bytes = this.files.get(`${who} ${sha256}`);
    if (!bytes) throw new Refusal(404, 'missing', 'There is no such file for you; it may be erased.');
    return bytes;
  }
}
