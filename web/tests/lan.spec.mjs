// SPDX-License-Identifier: Apache-2.0
// A class as it is: the hub on the teacher's laptop, a learner on another machine, over plain HTTP; and a hub with a certificate. Wants
// TADPOLE_PROGRAM.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser } from './house.mjs';

const program = process.env.TADPOLE_PROGRAM;
const address = Object.values(networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address;

function serve(folder, ...more) {
  const hub = spawn(program, ['serve', '--port', '0', '--data', folder, ...more]);
  let said = '';
  const port = new Promise((found, lost) => {
    hub.stderr.on('data', (part) => {
      said += part;
      const at = /open at \w+:\/\/[^:]+:(\d+)/.exec(said);
      if (at) found(at[1]);
    });
    hub.on('exit', () => lost(new Error(said)));
  });
  return { hub, port, said: () => said };
}

async function post(url, path, body, cookie = '') {
  const answer = await fetch(url + '/api/v1' + path, {
    method: 'POST',
    headers: { 'X-Tadpole': '1', 'Content-Type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
  return { json: await answer.json(), cookie: answer.headers.get('set-cookie')?.split(';')[0] };
}

test('a learner on another machine joins by the code, chooses a secret, and comes back with it', async (t) => {
  if (!program) return t.skip('TADPOLE_PROGRAM is not set');
  if (!address) return t.skip('this machine has no address but localhost');
  const folder = mkdtempSync(join(tmpdir(), 'tadpole-lan-'));
  const { hub, port } = serve(folder, '--host', '0.0.0.0');
  const chrome = await browser();
  try {
    const here = `http://127.0.0.1:${await port}`;
    const teacher = await post(here, '/session', { nickname: 'Teacher' });
    const { code } = (await post(here, '/classes', { title: 'Class 7b' }, teacher.cookie)).json;
    const far = `http://${address}:${await port}`;

    const page = await (await chrome.newContext({ locale: 'en-GB' })).newPage();
    page.setDefaultTimeout(Number(process.env.TADPOLE_TIMEOUT_MS ?? 8000));
    const problems = [];
    const mine = await (await chrome.newContext({ locale: 'en-GB' })).newPage();
    mine.setDefaultTimeout(Number(process.env.TADPOLE_TIMEOUT_MS ?? 8000));
    await mine.context().addCookies([{ name: teacher.cookie.split('=')[0], value: teacher.cookie.split('=')[1], url: here }]);
    await mine.goto(`${here}/classes`);
    await mine.getByRole('link', { name: 'Class 7b' }).click();
    await mine.getByText(`${far}/join?code=${code}`).waitFor();  // not localhost: what the class can open
    await mine.context().close();

    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(far);
    await page.getByLabel('What shall we call you?').fill('Bo');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText(/give the code of your class too/).waitFor();
    await page.getByLabel('Code of the class').fill(code.toLowerCase());
    await page.getByLabel('Your secret word').fill('no');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText(/at least 4 characters/).waitFor();
    await page.getByLabel('Your secret word').fill('swim well');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hello Bo' }).waitFor();
    await page.goto(far + '/classes');
    await page.getByText('Class 7b').first().waitFor();
    await page.goto(far + '/units/w1chip');
    await page.getByRole('radio').nth(1).check();
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText(/turns a river of sound/).waitFor();
    assert.deepEqual(problems, []);

    const again = await (await chrome.newContext({ locale: 'en-GB' })).newPage();
    again.setDefaultTimeout(Number(process.env.TADPOLE_TIMEOUT_MS ?? 8000));
    await again.goto(`${far}/join?code=${code}`);
    await again.getByLabel('What shall we call you?').fill('bo');
    await again.getByRole('button', { name: 'Start' }).click();
    await again.getByLabel('Your secret word').fill('swim well');
    await again.getByRole('button', { name: 'Start' }).click();
    await again.getByLabel('What shall we call you?').waitFor({ state: 'detached' });
    await again.goto(far + '/units/w1chip');
    await again.getByRole('radio').nth(1).isChecked();
  } finally {
    await chrome.close();
    hub.kill();
    rmSync(folder, { recursive: true });
  }
});

test('with a certificate the pages come over HTTPS, where they may use the microphone', async (t) => {
  if (!program) return t.skip('TADPOLE_PROGRAM is not set');
  const folder = mkdtempSync(join(tmpdir(), 'tadpole-tls-'));
  const [certificate, key] = [join(folder, 'c.pem'), join(folder, 'k.pem')];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', certificate]);
  if (made.status !== 0) return t.skip('there is no openssl to make a certificate');
  const { hub, port } = serve(folder, '--certificate', certificate, '--key', key);
  const chrome = await browser();
  try {
    const context = await chrome.newContext({ locale: 'en-GB', ignoreHTTPSErrors: true });
    const page = await context.newPage();
    page.setDefaultTimeout(Number(process.env.TADPOLE_TIMEOUT_MS ?? 8000));
    await page.goto(`https://localhost:${await port}`);
    await page.getByLabel('What shall we call you?').fill('Ada');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hello Ada' }).waitFor();
    assert.ok(await page.evaluate(() => isSecureContext && 'mediaDevices' in navigator));
    assert.ok((await context.cookies()).every((cookie) => cookie.secure && cookie.httpOnly));
  } finally {
    await chrome.close();
    hub.kill();
    rmSync(folder, { recursive: true });
  }
});

// To trust an authority is a person's act in the system's settings: here the key of its certificate is let through instead, after Node
// has verified that the authority signed it.
test('a hub with an authority of its own says how to trust it, and opens without a warning to who does', async (t) => {
  if (!program) return t.skip('TADPOLE_PROGRAM is not set');
  const folder = mkdtempSync(join(tmpdir(), 'tadpole-own-'));
  const { hub, port, said } = serve(folder, '--https', '--host', '0.0.0.0', '--hub', 'Class 7b');
  let chrome;
  try {
    const secure = `https://localhost:${await port}`;
    const plain = `http://localhost:${/<address>:(\d+)/.exec(said())[1]}`;
    chrome = await browser();
    const context = await chrome.newContext({ locale: 'en-GB', viewport: { width: 360, height: 740 } });
    const stranger = await context.newPage(); // of its own: the browser's page of errors comes late
    await assert.rejects(stranger.goto(secure), /ERR_CERT_AUTHORITY_INVALID/);
    await stranger.close();
    const page = await context.newPage();
    page.setDefaultTimeout(Number(process.env.TADPOLE_TIMEOUT_MS ?? 8000));
    await page.goto(plain);
    await page.getByRole('heading', { level: 1, name: 'Before Class 7b opens' }).waitFor();
    await page.getByText('Firefox, on any system').click();
    await page.getByText('Trust this CA to identify websites').waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than a telephone');
    assert.equal((await page.getByRole('link', { name: 'Open Class 7b' }).getAttribute('href')), secure);
    const given = await fetch(`${plain}/tadpole-authority.crt`);
    assert.equal(given.headers.get('content-type'), 'application/x-x509-ca-cert');
    const authority = new X509Certificate(Buffer.from(await given.arrayBuffer()));
    assert.ok(authority.ca && (await page.content()).includes(authority.fingerprint256));
    await chrome.close();

    const leaf = new X509Certificate(readFileSync(join(folder, 'https', 'server.pem')));
    assert.ok(leaf.checkIssued(authority) && leaf.verify(authority.publicKey));
    const trusted = createHash('sha256').update(leaf.publicKey.export({ type: 'spki', format: 'der' })).digest('base64');
    chrome = await browser(`--ignore-certificate-errors-spki-list=${trusted}`);
    const inside = await (await chrome.newContext({ locale: 'en-GB' })).newPage();
    inside.setDefaultTimeout(Number(process.env.TADPOLE_TIMEOUT_MS ?? 8000));
    await inside.goto(secure);
    await inside.getByLabel('What shall we call you?').waitFor();
    assert.ok(await inside.evaluate(() => isSecureContext && 'mediaDevices' in navigator));
  } finally {
    await chrome?.close();
    hub.kill();
    rmSync(folder, { recursive: true });
  }
});
