// SPDX-License-Identifier: Apache-2.0
// Keeps what a hub on this machine says of a project that was compared and searched, for the mock: node mock/reports/keep.mjs URL PROJECT
import { writeFileSync } from 'node:fs';

const [url, name] = process.argv.slice(2);
const api = `${url.replace(/\/$/, '')}/api/v1`;
const head = { 'Content-Type': 'application/json', 'X-Tadpole': '1' };
const signed = await fetch(`${api}/session`, { method: 'POST', headers: head, body: JSON.stringify({ nickname: 'Keeper' }) });
const cookie = signed.headers.get('set-cookie')?.split(';')[0] ?? '';
const get = async (path) => (await fetch(`${api}/projects/${name}${path}`, { headers: { ...head, Cookie: cookie } })).json();
const round = (_, v) => (typeof v === 'number' && !Number.isInteger(v) ? Number(v.toPrecision(6)) : v);
const keep = (file, json) => writeFileSync(new URL(`./${file}.json`, import.meta.url), JSON.stringify(json, round) + '\n');

const comparison = await get('/comparison');
const search = await get('/search');
const { facts } = (await get('')).stages.find((stage) => stage.name === 'optimize');
const { variants, schemes, dead_channels, sensitivity } = facts;
keep('comparison', { ...comparison, command: 'tadpole optimize "~/tadpole/PROJECT" --compare' });
keep('search', { ...search, command: 'tadpole search "~/tadpole/PROJECT"' });
keep('optimize_facts', { variants, schemes, ...(dead_channels ? { dead_channels } : {}), sensitivity });
