// SPDX-License-Identifier: Apache-2.0
// Ids that sort by time. Source: ULID specification (ulid/spec, 2016).
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function ulid(now = Date.now()): string {
  let time = '';
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = letters[rest % 32] + time;
  const noise = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(noise, (byte) => letters[byte % 32]).join('');
}
