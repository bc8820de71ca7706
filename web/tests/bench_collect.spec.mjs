// SPDX-License-Identifier: Apache-2.0
// The workbench up to its data: projects, consent, microphone, camera, pen, files, options, recipe, job, map.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { wav } from '../mock/bench_files.mjs';
import { browser, hub, learner, project, row } from './house.mjs';

let house, chrome;
before(async () => { [house, chrome] = [await hub(), await browser()]; });
after(async () => { await chrome.close(); await house.close(); });

let count = 0;
const fresh = () => `t-${process.pid}-${++count}`;
/** A page on a new project. */
async function opened(template, { words, make, run, path = '/collect', ...options } = {}) {
  const { page, context } = await learner(chrome, house.url, options);
  const name = await project(page, fresh(), template, { words, make, run });
  await page.goto(`${house.url}/workbench/${name}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, context, name };
}
async function agree(page, who = 'frog') {
  const dialog = page.getByRole('dialog', { name: 'Before the first recording' });
  await dialog.getByLabel('Who is recording?').fill(who);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'I agree' }).click();
}
const rowOf = (page, label) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 3, name: label, exact: true }) });
const samples = (page, name, query = '') => row(page, 'GET', `/projects/${name}/samples?recordings=1&${query}`);
async function until(page, good, what) {
  for (let i = 0; i < 100; i++) {
    if (await good()) return;
    await page.waitForTimeout(100);
  }
  assert.fail(what);
}

test('a project is made by picture, name and words, then copied, and deleted only after a question', async () => {
  const { page, context } = await learner(chrome, house.url, { path: '/workbench' });
  const name = fresh();
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name of the project').fill(name);
  await page.getByLabel('The words it shall know').fill('left, right');
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.waitForURL(`**/workbench/${name}/collect`);
  await page.getByRole('heading', { level: 3, name: 'left', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Workbench' }).first().click();
  await page.getByRole('button', { name: `Copy ${name}`, exact: true }).click();
  await page.getByRole('link', { name: `${name.replace(/-\d+$/, '')}-`, exact: false }).first().waitFor();
  await until(page, async () => (await row(page, 'GET', '/projects')).length >= 2, 'there is no copy');
  await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: `Delete ${name}`, exact: true }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' });
  assert.ok(!(await row(page, 'GET', '/projects')).some((one) => one.name === name));
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('a name that is taken is refused with the sentence of the server', async () => {
  const { page, context, name } = await opened('stroke');
  await page.goto(`${house.url}/workbench`);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name of the project').fill(name);
  await page.getByRole('button', { name: 'Make the project' }).click();
  await page.getByRole('alert').filter({ hasText: name }).waitFor();
  await context.close();
});

test('nothing is recorded before the consent; then five in a row, one second at 16 kHz each, with who and consent', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'] });
  await rowOf(page, 'go').getByText('5 more needed').waitFor();
  await rowOf(page, 'go').getByRole('button', { name: '5 in a row' }).click();
  const dialog = page.getByRole('dialog', { name: 'Before the first recording' });
  await dialog.waitFor();
  assert.ok(await dialog.getByRole('button', { name: 'I agree' }).isDisabled());
  await page.keyboard.press('Escape');
  await page.waitForTimeout(300);
  assert.equal((await samples(page, name)).total, 0);
  await rowOf(page, 'go').getByRole('button', { name: '5 in a row' }).click();
  await agree(page);
  await page.getByText('Get ready: go').waitFor();
  await page.getByText('Now: go').waitFor();
  await until(page, async () => (await samples(page, name)).total === 5, 'five clips were not kept');
  const { samples: kept } = await samples(page, name);
  assert.deepEqual([...new Set(kept.map((one) => `${one.label} ${one.who} ${one.origin}`))], ['go frog recorded']);
  await rowOf(page, 'go').getByText('more needed').waitFor({ state: 'detached' });
  const bytes = await page.evaluate(async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())], `/api/v1/projects/${name}/samples/${kept[0].id}/file`);
  assert.equal(bytes.length, 44 + 32000);
  assert.deepEqual(bytes.slice(22, 28), [1, 0, 0x80, 0x3e, 0, 0]);
  assert.ok(bytes.slice(44).some((value) => value !== 0), 'the fake microphone beeps, and nothing was heard');
  assert.equal(await rowOf(page, 'go').getByRole('img', { name: /Waveform/ }).count(), 5);
  await rowOf(page, 'go').getByRole('button', { name: 'Delete this recording' }).first().click();
  await until(page, async () => (await samples(page, name)).total === 4, 'the clip was not deleted');
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('the camera gives pictures: one by the button, several while it is held', async () => {
  const { page, context, name } = await opened('image');
  await rowOf(page, 'class_1').getByRole('button', { name: 'Snapshot' }).click();
  await agree(page);
  await until(page, async () => (await samples(page, name, 'label=class_1')).total === 1, 'no picture was kept');
  const hold = rowOf(page, 'class_2').getByRole('button', { name: 'Hold to record' });
  await hold.focus();
  await page.keyboard.down(' ');
  await page.waitForTimeout(1100);
  await page.keyboard.up(' ');
  await until(page, async () => (await samples(page, name, 'label=class_2')).total >= 3, 'the series is too short');
  await page.waitForTimeout(600);
  const { total } = await samples(page, name, 'label=class_2');
  await page.waitForTimeout(700);
  assert.equal((await samples(page, name, 'label=class_2')).total, total, 'it goes on after the key was let go');
  await rowOf(page, 'class_1').getByRole('img').first().waitFor();
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('strokes are drawn with the pointer, and with the keyboard alone', async () => {
  const { page, context, name } = await opened('stroke');
  const pad = page.getByRole('application', { name: 'Draw class_1 here' });
  const box = await pad.boundingBox();
  await page.mouse.move(box.x + 40, box.y + 40);
  await page.mouse.down();
  for (let i = 0; i <= 12; i++) await page.mouse.move(box.x + 40 + i * 8, box.y + 40 + i * 4);
  await page.mouse.up();
  await agree(page);
  await until(page, async () => (await samples(page, name, 'label=class_1')).total === 1, 'the stroke was not kept');
  await rowOf(page, 'class_2').getByRole('button', { name: 'Draw for this' }).press('Enter');
  await page.getByRole('application', { name: 'Draw class_2 here' }).focus();
  for (const key of [' ', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowLeft', ' ']) await page.keyboard.press(key);
  await until(page, async () => (await samples(page, name, 'label=class_2')).total === 1, 'the stroke of the keyboard was not kept');
  const [kept] = (await samples(page, name, 'label=class_2')).samples;
  const file = await page.evaluate(async (path) => (await fetch(path)).json(), `/api/v1/projects/${name}/samples/${kept.id}/file`);
  assert.equal(file.strokes[0].label, 'class_2');
  assert.equal(file.strokes[0].strokePoints.length, 6);
  await context.close();
});

test('movement is recorded as a table of time and three axes', async () => {
  const { page, context, name } = await opened('motion');
  await page.evaluate(() => setInterval(() => dispatchEvent(new DeviceMotionEvent('devicemotion', { accelerationIncludingGravity: { x: 1, y: 2, z: 9.81 }, interval: 20 })), 20));
  await page.getByLabel('Length of a recording').selectOption('1');
  await rowOf(page, 'class_1').getByRole('button', { name: 'Record' }).click();
  await agree(page);
  await until(page, async () => (await samples(page, name, 'label=class_1')).total === 1, 'no movement was kept');
  const [kept] = (await samples(page, name)).samples;
  const lines = (await page.evaluate(async (path) => (await fetch(path)).text(), `/api/v1/projects/${name}/samples/${kept.id}/file`)).trim().split('\n');
  assert.equal(lines[0], 't,acc_x,acc_y,acc_z');
  assert.match(lines[1], /^0\.0000,1\.0000,2\.0000,9\.8100$/);
  assert.ok(lines.length > 20 && Number(lines.at(-1).split(',')[0]) <= 1, `${lines.length} lines, the last ${lines.at(-1)}`);
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('a sound of another format is dropped on a class and arrives as WAV at 16 kHz', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'] });
  await page.evaluate(async () => {
    const recorder = new MediaRecorder(await navigator.mediaDevices.getUserMedia({ audio: true }));
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.start();
    await new Promise((done) => setTimeout(done, 1500));
    await new Promise((done) => { recorder.onstop = done; recorder.stop(); });
    const data = new DataTransfer();
    data.items.add(new File(parts, 'beep.webm', { type: 'audio/webm' }));
    const heading = [...document.querySelectorAll('h3')].find((node) => node.textContent === 'stop');
    heading.closest('li').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await agree(page);
  await until(page, async () => (await samples(page, name, 'label=stop')).total === 1, 'the file was not kept');
  const [kept] = (await samples(page, name)).samples;
  const head = await page.evaluate(async (path) => [...new Uint8Array(await (await fetch(path)).arrayBuffer())], `/api/v1/projects/${name}/samples/${kept.id}/file`);
  assert.ok(head.length > 0.8 * 32000 && head.length < 4 * 32000, `${head.length} bytes`);
  assert.deepEqual([head.slice(0, 4), head.slice(24, 28)], [[82, 73, 70, 70], [0x80, 0x3e, 0, 0]]);
  await context.close();
});

test('without a microphone the page says why, and takes a file', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'] });
  await page.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
  await page.reload();
  await page.getByRole('button', { name: 'Turn the microphone on' }).click();
  await agree(page);
  await page.getByRole('alert').filter({ hasText: 'with https' }).waitFor();
  const tone = wav(Array.from({ length: 16000 }, (_, i) => 0.3 * Math.sin(i / 9)));
  const choosing = page.waitForEvent('filechooser');
  await rowOf(page, 'stop').getByRole('button', { name: /Files/ }).click();
  await (await choosing).setFiles([{ name: 'stop.wav', mimeType: 'audio/wav', buffer: tone }, { name: 'noise.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('no sound') }]);
  await page.getByRole('alert').filter({ hasText: 'noise.mp3: this browser cannot decode it' }).waitFor();
  const kept = await samples(page, name);
  assert.deepEqual(kept.samples.map((one) => one.label), ['stop']);
  await context.close();
});

test('a refused microphone is explained', async () => {
  const { page, context } = await opened('keyword', { words: ['go', 'stop'] });
  await page.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')); });
  await page.getByRole('button', { name: 'Turn the microphone on' }).click();
  await agree(page);
  await page.getByRole('alert').filter({ hasText: 'not allowed to use the microphone' }).waitFor();
  await context.close();
});

test('a class is renamed with its recordings, and another is added', async () => {
  const { page, context, name } = await opened('image');
  await rowOf(page, 'class_1').getByRole('button', { name: 'Snapshot' }).click();
  await agree(page);
  await until(page, async () => (await samples(page, name, 'label=class_1')).total === 1, 'no picture was kept');
  await page.getByRole('button', { name: 'Rename class_1' }).click();
  await page.getByLabel('New name of class_1').fill('Red cup');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 3, name: 'red_cup' }).waitFor();
  await until(page, async () => (await samples(page, name, 'label=red_cup')).total === 1, 'the picture kept its old label');
  await page.getByLabel('One more class').fill('Spoon');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 3, name: 'spoon' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 3, name: 'spoon' }).waitFor();
  await context.close();
});

test('a changed option marks the later stages at once; a wrong one says what is allowed; the default comes back', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'], make: true, run: true });
  const state = (stage) => page.getByRole('navigation', { name: 'Stages' }).getByRole('link', { name: new RegExp(stage) });
  assert.match(await state('Train').innerText(), /up to date/);
  await page.getByRole('tab', { name: /Sources/ }).click();
  const field = page.getByRole('textbox', { name: 'Test percent' });
  await field.fill('99');
  await page.getByRole('alert').filter({ hasText: '1 to 50' }).waitFor();
  assert.match(await state('Train').innerText(), /up to date/);
  await field.fill('30');
  await state('Deploy').filter({ hasText: 'out of date' }).waitFor();
  assert.match(await state('Train').innerText(), /out of date/);
  await page.getByRole('button', { name: 'Run all that changed' }).waitFor();
  await page.getByRole('button', { name: /Test percent: back to 20/ }).click();
  await until(page, async () => (await field.inputValue()) === '20', 'the default did not come back');
  assert.match((await row(page, 'GET', `/projects/${name}`)).recipe, /words = \["go", "stop"\]/);
  await context.close();
});

test('the recipe is text, too: a wrong line is named and nothing is changed', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'] });
  await page.getByRole('button', { name: 'Recipe' }).click();
  const text = page.getByLabel('The text of the recipe');
  const before = await text.inputValue();
  await text.fill(before + '\nepochs\n');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').filter({ hasText: /line \d|toml:\d/ }).waitFor();
  assert.equal((await row(page, 'GET', `/projects/${name}`)).recipe, before);
  assert.equal(await text.evaluate((node) => node.value.slice(node.selectionStart, node.selectionEnd)), 'epochs');
  await text.fill(/epochs = /.test(before) ? before.replace(/^epochs = .*$/m, 'epochs = 12') : before + '\n[train]\nepochs = 12\n');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  const train = (await row(page, 'GET', `/projects/${name}`)).sections.find((one) => one.name === 'train');
  assert.equal(train.options.find((one) => one.name === 'epochs').value, '12');
  await context.close();
});

test('a job shows where it is, is paused, stepped, and stopped; what was finished stays', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'], make: true });
  await page.getByRole('button', { name: /Run all that changed/ }).click();
  const strip = page.getByRole('region', { name: 'What is running' });
  await strip.getByRole('button', { name: 'Pause' }).click();
  await strip.getByText('paused').waitFor();
  const job = () => row(page, 'GET', `/projects/${name}/job`);
  const at = await job();
  await strip.getByRole('button', { name: 'One step' }).click();
  // The mock counts epochs, the program the steps of one; there a pause may come before the first epoch.
  const stepped = (now) => now.done === at.done + 1 || (now.state === 'paused' && now.curve.length === at.curve.length + 1);
  await until(page, async () => stepped(await job()), 'one step is not one epoch');
  await strip.getByRole('button', { name: 'Go on' }).click();
  await strip.getByRole('button', { name: 'Stop' }).click();
  await strip.getByText('What was finished before is kept.').waitFor();
  const states = Object.fromEntries((await row(page, 'GET', `/projects/${name}`)).stages.map((one) => [one.name, one.state]));
  assert.deepEqual([states.collect, states.preprocess, states.train], ['done', 'done', 'missing']);
  await context.close();
});

test('a job that fails says it in one sentence', async () => {
  const { page, context } = await opened('keyword', { words: ['go', 'stop'] });
  await page.getByRole('button', { name: 'Run this stage' }).click();
  await page.getByRole('alert').filter({ hasText: /no samples|no source/ }).waitFor();
  await context.close();
});

test('on the map samples are chosen with the keyboard and with a loop, and get another class', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'], make: true, run: true, path: '/collect?view=map' });
  const map = page.getByRole('application', { name: /^Map of/ });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  await page.getByRole('group', { name: 'With the chosen samples' }).getByText('1 chosen').waitFor();
  await page.getByRole('button', { name: 'Choose none' }).click();
  await page.getByRole('button', { name: 'Draw around samples' }).click();
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  const corners = [[2, 2], [box.width - 2, 2], [box.width - 2, box.height - 2], [2, box.height - 2], [2, 4]];
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.mouse.down();
  for (const [x, y] of corners) await page.mouse.move(box.x + x, box.y + y, { steps: 4 });
  await page.mouse.up();
  const { ids } = await row(page, 'GET', `/projects/${name}/map`);
  await page.getByRole('group', { name: 'With the chosen samples' }).getByText(`${ids.length} chosen`).waitFor();
  await page.getByRole('button', { name: 'Choose none' }).click();
  await page.getByRole('button', { name: 'choose all stop' }).click();
  await page.getByLabel('Their class').selectOption('go');
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText(/samples are now "go"/).waitFor();
  const { samples: changed } = await samples(page, name, 'label=go&count=500');
  assert.ok(changed.filter((one) => one.edited).length > 5);
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('samples are filtered by class and part, left out, and counted', async () => {
  const { page, context, name } = await opened('keyword', { words: ['go', 'stop'], make: true, run: true, path: '/collect?view=samples' });
  await page.getByText(/1 to 24 of 80/).waitFor();
  await page.getByRole('combobox', { name: 'Class' }).selectOption('stop');
  await page.getByRole('combobox', { name: 'Part' }).selectOption('test');
  const { total } = await samples(page, name, 'label=stop&split=test');
  await page.getByText(`${total} samples`, { exact: true }).waitFor();
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Leave out' }).click();
  await page.getByText('1 sample is left out.').waitFor();
  assert.equal((await samples(page, name, 'label=stop&split=test')).total, total - 1);
  await context.close();
});

test('with the keyboard alone: make a project, go to its sources, make samples, run them', async () => {
  const { page, context } = await learner(chrome, house.url, { path: '/workbench' });
  const name = fresh();
  const to = async (locator) => { await locator.waitFor(); for (let i = 0; i < 80 && !(await locator.evaluate((node) => node === document.activeElement)); i++) await page.keyboard.press('Tab'); assert.ok(await locator.evaluate((node) => node === document.activeElement), 'it is not reached with Tab'); };
  await to(page.getByRole('button', { name: 'New project' }));
  await page.keyboard.press('Enter');
  await to(page.getByLabel('Name of the project'));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/workbench/${name}/collect`);
  await to(page.getByRole('tab', { name: 'Record' }));
  await page.keyboard.press('ArrowRight');
  await to(page.getByRole('button', { name: 'Make them' }));
  await page.keyboard.press('Enter');
  await page.getByText('Clips per word: 60').waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('button', { name: 'Run this stage' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Stages' }).getByRole('link', { name: /Collect.*up to date/s }).waitFor();
  assert.deepEqual(page.problems, []);
  await context.close();
});

test('quick mode: too early it says what is missing; then recorded, trained and listening within a minute', async () => {
  const { page, context } = await learner(chrome, house.url, { path: '/workbench' });
  const begun = Date.now();
  await page.getByRole('button', { name: /^Sound/ }).click();
  await page.waitForURL('**/quick');
  await page.getByRole('button', { name: 'Train' }).click();
  const dialog = page.getByRole('dialog', { name: 'Something is missing yet' });
  await dialog.getByText('go: 5 more samples').waitFor();
  await dialog.getByRole('button', { name: 'Go on recording' }).click();
  await rowOf(page, 'go').getByRole('button', { name: '5 in a row' }).click();
  await agree(page);
  await rowOf(page, 'go').getByText('more needed').waitFor({ state: 'detached', timeout: 20000 });
  await page.waitForTimeout(400);
  await rowOf(page, 'stop').getByRole('button', { name: '5 in a row' }).click();
  await rowOf(page, 'stop').getByText('more needed').waitFor({ state: 'detached', timeout: 20000 });
  await page.getByRole('button', { name: 'Train' }).click();
  await page.getByText('The model is ready: try it.').waitFor({ timeout: 120000 });
  await page.getByRole('button', { name: 'Try it live' }).click();
  await page.getByRole('region', { name: 'Try it' }).getByText(/^\d+ %$/).first().waitFor();
  // How long a real core takes depends on the machine; the pages themselves must not cost the minute.
  if (house.stop) assert.ok(Date.now() - begun < 60000, `it took ${(Date.now() - begun) / 1000} s`);
  const line = page.getByLabel('How sure it must be, in percent');
  await line.fill('100');
  await page.getByText('not sure', { exact: true }).waitFor();
  const name = /workbench\/([^/]+)\/quick/.exec(page.url())[1];
  const train = (await row(page, 'GET', `/projects/${name}`)).sections.find((one) => one.name === 'train');
  assert.equal(train.options.find((one) => one.name === 'epochs').value, '30');
  await page.getByRole('link', { name: 'Open in the full rail' }).click();
  await page.getByRole('navigation', { name: 'Stages' }).waitFor();
  assert.deepEqual(page.problems, []);
  await context.close();
});
