// SPDX-License-Identifier: Apache-2.0
// Every quiz and chapter test of the real courses, clicked through as a learner does: wrong first where there is a second
// attempt, then right. The keys are read from the text beside the pages, numbers that were drawn from the page.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { allUnits, ask, browser, hub, learner } from './house.mjs';

const skip = process.env.TADPOLE_PROGRAM ? false : 'the mock has courses of its own';
const folder = new URL('../../courses/', import.meta.url);
let house, chrome, page, units;
before(async () => {
  if (skip) return;
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url));
  units = (await allUnits(page)).filter((unit) => unit.kind === 'test');
});
after(async () => { await chrome?.close(); await house?.close(); });

/** The bodies of a unit's questions by their id. */
function bodies(unit) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (!file.endsWith('.md')) continue;
    const text = readFileSync(new URL(file, folder), 'utf8');
    if (!new RegExp(`^id: ${unit}$`, 'm').test(text)) continue;
    return new Map([...text.matchAll(/^:::item \{#(\S+) ([^}]*)\}\n([\s\S]*?)^:::$/gm)].map(([, id, options, body]) => [id, { options, lines: body.trim().split('\n') }]));
  }
  throw new Error(`no text has the id ${unit}`);
}

const plain = (markdown) => markdown.replace(/[*`$\\]/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\s+/g, ' ').trim();
const marked = (lines, mark) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length).split(' -> ')[0].trim());

/** The key, with the numbers that this learner drew. */
function keyOf({ lines }, question) {
  const key = marked(lines, '= ')[0];
  if (!key.includes('{')) return key;
  const template = lines.filter((line) => !/^(= |! |\? |>> |@ |\[)/.test(line)).join(' ').replace(/\$[^$]*\$/g, '\0');
  const names = [];
  const pattern = template.split(/(\{[^}]*\}|\0)/).map((part) => {
    if (part === '\0') return '.*?'; // a formula is set
    if (!part.startsWith('{')) return part.replace(/`|\*(?! )/g, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, ' ');
    names.push(part.slice(1, -1));
    return '(-?[\\d.]+)';
  });
  const found = new RegExp(pattern.join('').trim()).exec(question.replace(/\s+/g, ' '));
  assert.ok(found, `${question} does not say ${template}`);
  // Whatever was drawn, the question shows it: the numbers that give this very question.
  const grids = lines.filter((line) => line.startsWith('@ ')).map((line) => {
    const [, name, from, to, step] = /^@ (\w+) = (-?[\d.]+)\.\.(-?[\d.]+)(?: step ([\d.]+))?/.exec(line) ?? assert.fail(line);
    const [first, gap] = [Number(from), Number(step ?? 1)];
    return [name, Array.from({ length: Math.round((Number(to) - first) / gap) + 1 }, (_, i) => Number((first + i * gap).toPrecision(12)))];
  });
  const evaluate = (expression, values) => new Function(...Object.keys(values), `return ${expression}`)(...Object.values(values));
  const drawn = (values, rest) => {
    if (rest.length === 0) return names.every((name, i) => Math.abs(evaluate(name, values) - Number(found[i + 1])) < 1e-3 * Math.max(1, Math.abs(Number(found[i + 1])))) ? values : null;
    for (const value of rest[0][1]) {
      const fits = drawn({ ...values, [rest[0][0]]: value }, rest.slice(1));
      if (fits) return fits;
    }
    return null;
  };
  const values = drawn({}, grids);
  assert.ok(values, `no draw gives ${question}`);
  return String(evaluate(key.slice(1, -1), values));
}

/** Options are named by the author's order: a, b, c. */
const optionId = (i) => String.fromCharCode(97 + i);
const words = (html) => html.replace(/<[^>]*>/g, '').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');
const press = (place) => place.getByRole('button', { name: /^(Check|Send|That is my prediction)$/ }).click();

/** Gives an answer; wrong: one that is not right. False: there is none of that sort. */
async function answer(place, block, body, wrong) {
  const { item } = block;
  const right = body.lines.filter((line) => /^\[.\] /.test(line)).map((line) => /^\[x\]/i.test(line));
  if (item.type === 'single' || (item.type === 'predict' && right.length > 0)) {
    await place.locator(`input[value="${optionId(right.indexOf(!wrong))}"]`).check();
  } else if (item.type === 'multi') {
    for (const [i, is] of right.entries()) await place.locator(`input[value="${optionId(i)}"]`).setChecked(is !== wrong);
  } else if (item.type === 'numeric' || item.type === 'predict') {
    await place.getByRole('textbox').fill(wrong ? '-98765' : keyOf(body, words(item.question_html)));
  } else if (item.type === 'text') {
    await place.getByRole('textbox').fill(wrong ? 'zzz' : marked(body.lines, '= ')[0]);
  } else if (item.type === 'free') {
    if (wrong) return false;
    await place.getByRole('textbox').fill('A sentence of my own that says why.');
  } else if (item.type === 'ordering') {
    if (wrong) return false;
    const steps = body.lines.filter((line) => /^\d+\. /.test(line)).map((line) => plain(line.replace(/^\d+\. /, '')));
    for (const [to, step] of steps.entries()) {
      for (;;) {
        const rows = await place.locator('ol > li .words').allInnerTexts();
        const at = rows.findIndex((row) => plain(row) === step);
        assert.ok(at >= 0, `${step} is none of ${rows.join(' | ')}`);
        if (at === to) break;
        await place.locator('ol > li').nth(at).getByRole('button', { name: 'Up' }).click();
      }
    }
  } else if (item.type === 'matching') {
    if (wrong) return false;
    const pairs = body.lines.filter((line) => line.includes(' | ')).map((line) => line.split(' | ').map(plain));
    const selects = place.locator('li:has(select)');
    for (let i = 0; i < pairs.length; i++) {
      const left = plain(await selects.nth(i).locator('span').first().innerText());
      const pair = pairs.find(([one]) => one === left);
      assert.ok(pair, `${left} is none of ${pairs.map(([one]) => one).join(' | ')}`);
      const labels = await selects.nth(i).locator('option').allInnerTexts();
      await selects.nth(i).locator('select').selectOption({ index: labels.findIndex((label) => plain(label) === pair[1]) });
    }
  } else {
    throw new Error(`no way to answer the type ${item.type}`);
  }
  await press(place);
  return true;
}

test('each quiz and test is answered wrong, then right', { skip, timeout: 600_000 }, async (t) => {
  assert.ok(units.length >= 19, `${units.length} quizzes and tests`);
  for (const unit of units) {
    await t.test(unit.id, async () => {
      const texts = bodies(unit.id);
      await page.goto(`${house.url}/units/${unit.id}`);
      for (const block of unit.blocks.filter((one) => one.kind === 'item')) {
        const place = page.locator(`[id="${block.id}"]`);
        const body = texts.get(block.id.split('.')[1]);
        await place.waitFor();
        const again = block.item.max_attempts !== 1 && block.item.type !== 'predict';
        if (again && (await answer(place, block, body, true))) await place.getByText(/^(Not yet\.|Partly right)/).waitFor();
        assert.ok(await answer(place, block, body, false), block.id);
        await place.getByText(/^(Right\.|Noted\. Now see what happens\.|Thank you\.)/).or(place.getByText('Why', { exact: true })).first().waitFor();
      }
      for (const block of (await ask(page, `/units/${unit.id}`)).blocks.filter((one) => one.kind === 'item')) assert.ok(['done', 'mastered'].includes(block.state), `${block.id} is ${block.state}`);
      assert.deepEqual(page.problems, []);
    });
  }
});
