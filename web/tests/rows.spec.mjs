// SPDX-License-Identifier: Apache-2.0
// src/api/rows.ts is what the hub says of itself. Wants TADPOLE_URL.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rowsText } from '../tools/rows.mjs';

test('the rows that pages ask are those of the hub', async (t) => {
  if (!process.env.TADPOLE_URL) return t.skip('TADPOLE_URL is not set');
  const answer = await fetch(new URL('/api/v1/openapi.json', process.env.TADPOLE_URL));
  assert.equal(readFileSync(new URL('../src/api/rows.ts', import.meta.url), 'utf8'), rowsText(await answer.json()),
    'make it anew: node tools/rows.mjs URL_OF_A_HUB');
});
