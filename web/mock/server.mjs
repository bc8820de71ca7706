// SPDX-License-Identifier: Apache-2.0
// Plain Node, no dependency: the API of the platform in memory, and web/dist. node mock/server.mjs [port]
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Workbench } from './bench_core.mjs';
import { Hub, Refusal } from './hub.mjs';
import { media } from './media.mjs';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json' };
const policy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const rows = [
  ['GET', '/hub', (hub) => hub.info],
  ['POST', '/session', (hub, { body }) => { const { token, me } = hub.signIn(body); return { answer: { me }, cookie: token }; }],
  ['DELETE', '/session', (hub, { token }) => { hub.sessions.delete(token); return undefined; }],
  ['GET', '/me', (hub, { who }) => hub.me(who())],
  ['GET', '/courses', (hub, { who }) => hub.courses(who())],
  ['GET', '/courses/:id', (hub, { who, id }) => hub.course(who(), id)],
  ['GET', '/glossary', (hub, { who }) => hub.glossary(who())],
  ['GET', '/units/:id', (hub, { who, id }) => hub.unit(who(), id)],
  ['POST', '/items/:id/attempts', (hub, { who, id, body }) => hub.attempt(who(), id, body)],
  ['POST', '/items/:id/hints', (hub, { who, id }) => hub.hint(who(), id)],
  ['POST', '/events', (hub, { who, body }) => hub.take(who(), body.events ?? [])],
  ['GET', '/work', (hub, { who }) => hub.work(who())],
  ['GET', '/search', (hub, { who, query }) => { return [...hub.search(query.get('q') ?? ''), ...hub.forum.search(who(), query.get('q') ?? '')]; }],
  ['GET', '/discussions', (hub, { who }) => hub.forum.all(who())],
  ['GET', '/discussions/:id', (hub, { who, id, query }) => hub.forum.thread(who(), id, query.get('room') ?? '')],
  ['POST', '/discussions/:id/posts', (hub, { who, id, body }) => hub.forum.write(who(), id, body)],
  ['POST', '/discussions/:id/read', (hub, { who, id, body }) => hub.forum.seen(who(), id, body)],
  ['POST', '/discussions/:id/lock', (hub, { who, id, body }) => hub.forum.lock(who(), id, body)],
  ['PUT', '/posts/:id', (hub, { who, id, body }) => hub.forum.edit(who(), id, body)],
  ['DELETE', '/posts/:id', (hub, { who, id }) => hub.forum.remove(who(), id)],
  ['POST', '/posts/:id/reports', (hub, { who, id, body }) => hub.forum.report(who(), id, body)],
  ['POST', '/posts/:id/accept', (hub, { who, id, body }) => hub.forum.accept(who(), id, body)],
  ['POST', '/posts/:id/moderation', (hub, { who, id, body }) => hub.forum.moderate(who(), id, body)],
  ['GET', '/reports', (hub, { who }) => hub.forum.reports(who())],
  ['POST', '/classes/:id/roster', (hub, { who, id, raw }) => hub.teaching.roster(who(), id, raw)],
  ['GET', '/classes/:id/members', (hub, { who, id }) => hub.teaching.people(who(), id)],
  ['PUT', '/classes/:id/members/:other', (hub, { who, id, other, body }) => hub.teaching.setPerson(who(), id, other, body)],
  ['GET', '/classes/:id/calendar', (hub, { who, id }) => hub.teaching.calendar(who(), id)],
  ['PUT', '/classes/:id/calendar', (hub, { who, id, body }) => hub.teaching.setCalendar(who(), id, body)],
  ['GET', '/classes/:id/roster.csv', (hub, { who, id }) => ({ download: hub.teaching.csv(who(), id, 'roster') })],
  ['GET', '/classes/:id/grades.csv', (hub, { who, id }) => ({ download: hub.teaching.csv(who(), id, 'grades') })],
  ['GET', '/classes/:id/tests', (hub, { who, id }) => hub.teaching.tests(who(), id)],
  ['POST', '/classes/:id/tests/:other/opening', (hub, { who, id, body }) => hub.teaching.test(who(), id, 'opening', body)],
  ['POST', '/classes/:id/tests/:other/closing', (hub, { who, id, body }) => hub.teaching.test(who(), id, 'closing', body)],
  ['POST', '/classes/:id/tests/:other/revealing', (hub, { who, id, body }) => hub.teaching.test(who(), id, 'revealing', body)],
  ['POST', '/artefacts/:id', (hub, { who, id, query, raw }) => hub.teaching.handIn(who(), id, query.get('name') ?? 'file', raw)],
  ['GET', '/classes/:id/artefacts', (hub, { who, id }) => hub.teaching.handedIn(who(), id)],
  ['GET', '/learners/:id/artefacts/:other', (hub, { who, id, other }) => ({ download: hub.teaching.file(who(), id, other) })],
  ['GET', '/teach', (hub, { who }) => hub.teaching.pages(who())],
  ['GET', '/teach/:id', (hub, { who, id }) => hub.teaching.page(who(), id)],
  ['GET', '/preview/:id', (hub, { who, id }) => hub.preview(who(), id)],
  ['GET', '/changes', () => ({ news: 'event: watching\ndata: true\n\n' })],
  ['GET', '/accounts', (hub) => hub.accounts()],
  ['PUT', '/accounts/:id/roles', (hub, { id, body }) => hub.setRoles(id, body.roles)],
  ['POST', '/classes', (hub, { who, body }) => hub.newClass(who(), body.title)],
  ['POST', '/classes/join', (hub, { who, body }) => hub.join(who(), body.code)],
  ['GET', '/classes/:id', (hub, { who, id }) => hub.room(who(), id)],
  ['GET', '/classes/:id/matrix', (hub, { who, id }) => hub.matrix(who(), id)],
  ['GET', '/learners/:id/export', (hub, { who }) => hub.export(who())],
  ['DELETE', '/learners/:id', (hub, { who }) => { hub.erase(who()); return undefined; }],
];

function route(method, path) {
  for (const [wanted, pattern, handle] of rows) {
    const found = new RegExp('^' + pattern.replace(/:\w+/g, '([^/]+)') + '$').exec(path);
    if (wanted === method && found) return { handle, id: found[1] && decodeURIComponent(found[1]), other: found[2] && decodeURIComponent(found[2]) };
  }
  throw new Refusal(404, 'no_route', `There is no route ${method} ${path}.`);
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const raw = Buffer.concat(parts);
  const json = request.headers['content-type'] === 'application/json' && raw.length > 0;
  return { raw, body: json ? JSON.parse(raw.toString('utf8')) : {} };
}

async function answerApi(hub, request, response, url) {
  const token = /tadpole_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  try {
    if (request.method !== 'GET' && request.headers['x-tadpole'] !== '1') throw new Refusal(403, 'csrf', 'The header X-Tadpole is missing; send it with the value 1.');
    const { handle, id, other } = route(request.method, url.pathname.slice('/api/v1'.length));
    const { body, raw } = request.method === 'GET' ? { body: {}, raw: null } : await bodyOf(request);
    const result = handle(hub, { id, other, body, raw, token, query: url.searchParams, who: () => hub.who(token) });
    if (result?.cookie) response.setHeader('Set-Cookie', `tadpole_session=${result.cookie}; HttpOnly; SameSite=Strict; Path=/`);
    if (result?.news !== undefined) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      return void response.write(result.news);
    }
    if (result?.download !== undefined) {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment' });
      return void response.end(result.download);
    }
    const answer = result?.cookie ? result.answer : result;
    response.writeHead(answer === undefined ? 204 : 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(answer === undefined ? undefined : JSON.stringify(answer));
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'fault', `The mock failed: ${error.message}.`);
    response.writeHead(refusal.status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify({ error: { code: refusal.code, message: refusal.message } }));
  }
}

/** The rows of the workbench take and give bytes, and one of them goes on as events. */
async function answerBench(bench, request, response, url) {
  try {
    const parts = [];
    for await (const part of request) parts.push(part);
    if (request.method !== 'GET' && request.headers['x-tadpole'] !== '1') throw new Refusal(403, 'csrf', 'The header X-Tadpole is missing; send it with the value 1.');
    const result = bench.answer(request.method, url.pathname.slice('/api/v1'.length), url.searchParams, Buffer.concat(parts));
    if (result?.listen) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      response.flushHeaders();
      const end = result.listen((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
      return void request.socket.on('close', end);
    }
    if (Buffer.isBuffer(result?.bytes)) return void response.writeHead(200, { 'Content-Type': result.type, 'Cache-Control': 'no-store' }).end(result.bytes);
    response.writeHead(result === undefined ? 204 : 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(result === undefined ? undefined : JSON.stringify(result));
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal(500, 'fault', `The mock failed: ${error.message}.`);
    response.writeHead(refusal.status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify({ error: { code: refusal.code, message: refusal.message } }));
  }
}

function answerFile(response, path) {
  const wanted = join(dist, normalize(path));
  const isFile = wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile();
  if (!isFile && path.startsWith('/assets/')) return void response.writeHead(404).end();
  const file = isFile ? wanted : join(dist, 'index.html');
  const lasting = path.startsWith('/assets/') && isFile;
  response.writeHead(200, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': policy,
    'Cache-Control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin',
  });
  createReadStream(file).pipe(response);
}

/** Starts a hub; stop() closes its sockets, start() opens the same hub again, as a restarted server would. */
export function mock(port = 0) {
  const hub = new Hub();
  const bench = new Workbench();
  let server;
  const start = () => new Promise((done) => {
    server = createServer((request, response) => {
      const url = new URL(request.url, 'http://localhost');
      if (/^\/api\/v1\/(templates|projects)(\/|$)/.test(url.pathname)) return void answerBench(bench, request, response, url);
      if (url.pathname.startsWith('/api/v1/')) return void answerApi(hub, request, response, url);
      if (url.pathname.startsWith('/media/')) return media(url.pathname, response);
      answerFile(response, url.pathname);
    });
    server.listen(port, '127.0.0.1', () => { port = server.address().port; done(`http://localhost:${port}`); });
  });
  const stop = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return { start, stop, hub, bench };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await mock(Number(process.argv[2] ?? 8090)).start());
}
