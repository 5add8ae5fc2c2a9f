// The expressions of usual schedules, and what they mean in a time zone.

import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from '../../embed/js/dist/index.js';
import { load as loadSource } from './source.mjs';

const { expressionsOf, isZone, meaningOf } = await loadSource('presets.ts');
const { scheduleQuestions } = await loadSource('worker/schedule.ts');
const { KnownCluster } = await loadSource('worker/known-cluster.ts');
const evaluator = await load();
const { acceptedSchedule } = scheduleQuestions(evaluator, new KnownCluster(evaluator));

const WINTER = new Date('2026-01-15T10:20:38Z');
const SUMMER = new Date('2026-07-15T10:20:38Z');
const at = (hour, minute = 0) => hour * 60 + minute;

/** Each case: preset, time, zone, now; the expression in UTC, and its meaning. */
const CASES = [
  ['daily', at(2), 'UTC', WINTER, '0 2 * * *', '02:00 in UTC'],
  ['daily', at(2), 'Asia/Tokyo', WINTER, '0 17 * * *', '02:00 in Asia/Tokyo'],
  ['daily', at(2), 'Asia/Kathmandu', WINTER, '15 20 * * *', '02:00 in Asia/Kathmandu'],
  [
    'daily',
    at(2),
    'Europe/Berlin',
    WINTER,
    '0 1 * * *',
    '02:00 in winter time, and 03:00 in summer time, in Europe/Berlin',
  ],
  [
    'daily',
    at(2),
    'Europe/Berlin',
    SUMMER,
    '0 0 * * *',
    '01:00 in winter time, and 02:00 in summer time, in Europe/Berlin',
  ],
  // January is in summer there.
  [
    'daily',
    at(2),
    'Australia/Sydney',
    WINTER,
    '0 15 * * *',
    '01:00 in winter time, and 02:00 in summer time, in Australia/Sydney',
  ],
  ['every-6-hours', at(2, 30), 'UTC', WINTER, '30 2,8,14,20 * * *', '02:30, 08:30, 14:30, 20:30 in UTC'],
  [
    'every-6-hours',
    at(22),
    'Asia/Kolkata',
    WINTER,
    '30 4,10,16,22 * * *',
    '04:00, 10:00, 16:00, 22:00 in Asia/Kolkata',
  ],
  ['weekly', at(2), 'UTC', WINTER, '0 2 * * 0', 'Sunday 02:00 in UTC'],
  // Sunday in the zone is Saturday in UTC, and the other way round.
  [
    'weekly',
    at(0, 30),
    'Europe/Berlin',
    WINTER,
    '30 23 * * 6',
    'Sunday 00:30 in winter time, and Sunday 01:30 in summer time, in Europe/Berlin',
  ],
  [
    'weekly',
    at(0, 30),
    'Europe/Berlin',
    SUMMER,
    '30 22 * * 6',
    'Saturday 23:30 in winter time, and Sunday 00:30 in summer time, in Europe/Berlin',
  ],
  ['weekly', at(23), 'Pacific/Honolulu', WINTER, '0 9 * * 1', 'Sunday 23:00 in Pacific/Honolulu'],
];

for (const [preset, time, zone, now, expression, meaning] of CASES) {
  test(`${preset}: ${meaning}`, () => {
    const wish = { preset, time, zone };
    assert.equal(expressionsOf(wish, now).inUtc, expression);
    assert.equal(meaningOf(wish, now), meaning);
    // The integrator refuses a zone.
    assert.equal(acceptedSchedule(Object.values(expressionsOf(wish, now))), expression);
    const [next] = evaluator.nextRuns(expression, now.getTime() / 1000, 1).value;
    const shown = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
    });
    assert.ok(meaning.includes(shown.format(next * 1000)), 'the evaluator runs it at this time');
  });
}

test('a zone that the browser does not know is refused', () => {
  assert.deepEqual(['Europe/Berlin', 'UTC', 'Mars/Base', ''].map(isZone), [true, true, false, false]);
});
