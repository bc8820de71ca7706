// SPDX-License-Identifier: Apache-2.0
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { flush, forget, keep, letters, waiting, type Parcel } from './outbox';
import { ulid } from './ulid';

const event = (id: string, who = 'ada'): Parcel => ({ id, who, type: 'event', kind: 'block.done', where: 'b1', body: {} });
const attempt = (id: string): Parcel => ({ id, who: 'ada', type: 'attempt', block: 'q1', response: { choice: 'a' } });

describe('outbox', () => {
  beforeEach(async () => {
    await forget('ada');
    await forget('bob');
  });

  it('gives what waits in the order it was done, for one learner', async () => {
    await keep(event('02'));
    await keep(event('01'));
    await keep(event('00', 'bob'));
    expect((await waiting('ada')).map((p) => p.id)).toEqual(['01', '02']);
  });

  it('puts runs of events into one letter and each answer into its own', () => {
    const parts = letters([event('1'), event('2'), attempt('3'), event('4'), event('5')], 2);
    expect(parts.map((part) => part.map((p) => p.id))).toEqual([['1', '2'], ['3'], ['4', '5']]);
    expect(letters([event('1'), event('2'), event('3')], 2)).toHaveLength(2);
  });

  it('forgets one learner and keeps the others', async () => {
    await keep(event('1'));
    await keep(event('2', 'bob'));
    await forget('ada');
    expect(await waiting('ada')).toEqual([]);
    expect(await waiting('bob')).toHaveLength(1);
  });

  it('forgets what was sent or refused', async () => {
    await keep(event('1'));
    await keep(attempt('2'));
    expect(await flush('ada', async (parts) => (parts[0]?.type === 'attempt' ? 'refused' : 'sent'))).toBe(0);
    expect(await waiting('ada')).toEqual([]);
  });

  it('sends the events of a refused letter one by one, so that one bad event is lost alone', async () => {
    for (const id of ['1', '2', '3']) await keep(event(id));
    const sent: string[] = [];
    const left = await flush('ada', async (parts) => {
      if (parts.some((p) => p.id === '2')) return 'refused';
      sent.push(...parts.map((p) => p.id));
      return 'sent';
    });
    expect(left).toBe(0);
    expect(sent).toEqual(['1', '3']);
  });

  it('keeps everything from the first letter that the server did not take', async () => {
    for (const parcel of [event('1'), attempt('2'), event('3')]) await keep(parcel);
    const seen: string[] = [];
    const left = await flush('ada', async (parts) => {
      seen.push(...parts.map((p) => p.id));
      return parts[0]?.id === '2' ? 'later' : 'sent';
    });
    expect(left).toBe(2);
    expect(seen).toEqual(['1', '2']);
  });
});

describe('ulid', () => {
  it('sorts by time and has 26 letters', () => {
    // ulid/spec's example: 1469918176385 ms is written 01ARYZ6S41.
    expect(ulid(1469918176385).slice(0, 10)).toBe('01ARYZ6S41');
    expect(ulid()).toHaveLength(26);
    expect(ulid(1) < ulid(2)).toBe(true);
  });
});
