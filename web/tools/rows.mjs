// SPDX-License-Identifier: Apache-2.0
// The hub's OpenAPI description as TypeScript: src/api/rows.ts.
// usage: node tools/rows.mjs URL_OF_A_HUB [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const target = new URL('../src/api/rows.ts', import.meta.url);

function typeOf(schema) {
  if (!schema) return 'undefined';
  switch (schema.type) {
    case 'string': return 'string';
    case 'number': return 'number';
    case 'boolean': return 'boolean';
    case 'array': return `${wrapped(typeOf(schema.items))}[]`;
    case 'object': return objectOf(schema);
    default: return 'unknown';
  }
}
const wrapped = (type) => (/^[\w.]+$/.test(type) || type.startsWith('{') ? type : `(${type})`);

function objectOf({ properties = {}, required = [], additionalProperties }) {
  const fields = Object.entries(properties).map(([name, schema]) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`);
  if (fields.length === 0) return additionalProperties ? `Record<string, ${typeOf(additionalProperties)}>` : 'Record<string, unknown>';
  return `{ ${fields.join('; ')} }`;
}

const schemaOf = (part) => part?.content?.['application/json']?.schema;

/** The text of src/api/rows.ts for a description. */
export function rowsText(description) {
  const rows = [];
  for (const [path, methods] of Object.entries(description.paths))
    for (const [method, row] of Object.entries(methods)) {
      const params = (row.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
      rows.push({
        name: row.operationId, method: method.toUpperCase(), path: path.replace(/^\/api\/v1/, ''), summary: row.summary,
        params: params.length ? `{ ${params.map((name) => `${name}: string`).join('; ')} }` : 'undefined',
        takes: typeOf(schemaOf(row.requestBody)), gives: typeOf(schemaOf(row.responses['200'])),
      });
    }
  rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `// SPDX-License-Identifier: Apache-2.0
// Made by tools/rows.mjs from the hub's own description (/api/v1/openapi.json): what may be asked, with what, and what comes back.
// Not to be edited: node tools/rows.mjs http://localhost:8080

export interface Rows {
${rows.map((row) => `  /** ${row.summary} */\n  ${row.name}: { params: ${row.params}; takes: ${row.takes}; gives: ${row.gives} };`).join('\n')}
}

export const rows: { readonly [Name in keyof Rows]: readonly [method: string, path: string] } = {
${rows.map((row) => `  ${row.name}: ['${row.method}', '${row.path}'],`).join('\n')}
};
`;
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop())) {
  const [url, check] = process.argv.slice(2);
  if (!url) {
    console.error('usage: node tools/rows.mjs URL_OF_A_HUB [--check]');
    process.exit(2);
  }
  const answer = await fetch(new URL('/api/v1/openapi.json', url));
  const text = rowsText(await answer.json());
  if (!check) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('src/api/rows.ts is not what this hub says of itself; run: node tools/rows.mjs ' + url);
    process.exit(1);
  }
}
