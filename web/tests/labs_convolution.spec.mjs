// SPDX-License-Identifier: Apache-2.0
// Filters on any picture: predict, slide, work out sizes, build a detector; the kernel is in the address.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { browser, hub, learner, serious, unplug } from './house.mjs';

let house, chrome, page;
before(async () => {
  [house, chrome] = [await hub(), await browser()];
  ({ page } = await learner(chrome, house.url, { path: '/labs/convolution' }));
  await unplug(page);
});
after(async () => { await chrome.close(); await house.close(); });

const give = async (question, number) => {
  await page.getByLabel(question).fill(number);
  await page.keyboard.press('Enter');
};
const weights = () => page.getByRole('group', { name: 'Kernel: yours to change' }).getByRole('spinbutton');

test('the sum under the window is what the core gives, and keys move the window', async () => {
  await page.getByLabel('It depends on how bright the wall is').check();
  await page.getByRole('button', { name: 'That is my prediction' }).click();
  await page.getByText('Left and right cancel out: each').waitFor();
  const picture = page.getByRole('application', { name: /The picture with the window/ });
  await picture.focus();
  for (let i = 0; i < 7; ++i) await page.keyboard.press('ArrowRight');
  await page.waitForURL(/column=37/);
  const products = await page.locator('figure', { hasText: 'Products' }).locator('.nine span').allTextContents();
  const sum = products.reduce((all, text) => all + Number(text.replace('−', '-')), 0);
  const shown = Number((await page.locator('.total b').textContent()).replace('−', '-'));
  // Nine products, each rounded to 0.01.
  assert.ok(Math.abs(sum - shown) < 0.05, `${sum} is not ${shown}`);
});

test('sizes: a wrong one gets help, right ones open stride and pooling', async () => {
  await give('How many places has the window in one line?', '32');
  await page.getByText('The windows overlap').waitFor();
  await give('How many places has the window in one line?', '94');
  await give('And with a stride of 2?', '47');
  await give('And when pooling follows it?', '23');
  await page.getByRole('radio', { name: '2', exact: true }).check();
  await page.getByRole('radio', { name: 'Largest of 2 × 2' }).check();
  await page.getByRole('img', { name: 'After pooling: 23 × 23' }).waitFor();
});

test('a detector for upright edges is refused, turned by a quarter it is taken', async () => {
  await page.getByRole('button', { name: 'Upright edges' }).click();
  await page.getByRole('button', { name: 'Test my kernel' }).click();
  await page.getByText('It does not answer to a level edge.').waitFor();
  for (const [place, weight] of [-1, -2, -1, 0, 0, 0, 1, 2, 1].entries()) {
    await weights().nth(place).fill(String(weight));
    await page.keyboard.press('Tab');
  }
  await page.getByRole('button', { name: 'Test my kernel' }).click();
  await page.getByText('You have built a detector.').waitFor();
  await page.locator('section.goals').getByRole('heading', { name: 'You have done it all' }).waitFor();
});

/** A PNG of 2 by 1 pixels, black and white. */
function png() {
  const table = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; ++k) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (bytes) => { let c = 0xffffffff; for (const b of bytes) c = table[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; };
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', Buffer.from([0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0])), chunk('IDAT', deflateSync(Buffer.from([0, 0, 255]))), chunk('IEND', Buffer.alloc(0))]);
}

test('a picture of one’s own is taken, and a file that is none is refused with a sentence', async () => {
  const input = page.locator('input[type=file]');
  await input.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await page.getByText('This file is no picture that the browser can read').waitFor();
  await input.setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: png() });
  await page.getByText('mine.png').waitFor();
  await page.getByText('imported', { exact: true }).first().waitFor();
});

test('a reload brings kernel, answers and the verdict back', async () => {
  await page.waitForURL(/tried=/);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByText('You have built a detector.').waitFor();
  assert.equal(await weights().nth(1).inputValue(), '-2');
  await page.getByRole('img', { name: 'After pooling: 23 × 23' }).waitFor();
  assert.deepEqual(await serious(page), []);
  assert.deepEqual(page.problems, []);
});
