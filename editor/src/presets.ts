/** Usual schedules, at a time of day in a time zone. */
export type Preset = 'daily' | 'every-6-hours' | 'weekly';

export const PRESETS: Record<Preset, string> = {
  daily: 'Every night',
  'every-6-hours': 'Every 6 hours',
  weekly: 'Every Sunday',
};

/** A schedule that the user asks for. The time is in minutes after midnight. */
export interface Wish {
  preset: Preset;
  time: number;
  zone: string;
}

const DAY = 24 * 60;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Returns the names of the known time zones. */
export const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

export function isZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Returns the expressions for a wish, from the best one: in its zone, and in UTC with the offset of now. */
export function expressionsOf({ preset, time, zone }: Wish, now: Date): { inZone: string; inUtc: string } {
  return {
    inZone: `CRON_TZ=${zone} ${expression(preset, time)}`,
    inUtc: expression(preset, time - offsetOf(zone, now)),
  };
}

/** Returns when an expression in UTC runs in the zone: with the offsets of both seasons. */
export function meaningOf({ preset, time, zone }: Wish, now: Date): string {
  const utc = time - offsetOf(zone, now);
  const offsets = [0, 6].map((month) => offsetOf(zone, new Date(Date.UTC(now.getUTCFullYear(), month, 1))));
  const [winter, summer] = [Math.min(...offsets), Math.max(...offsets)];
  const local = (offset: number): string => whenOf(preset, utc + offset);
  return winter === summer
    ? `${local(winter)} in ${zone}`
    : `${local(winter)} in winter time, and ${local(summer)} in summer time, in ${zone}`;
}

/** Returns a cron expression. The time can be before or after the day. */
function expression(preset: Preset, time: number): string {
  const [minute, hour, days] = parts(time);
  switch (preset) {
    case 'daily':
      return `${minute} ${hour} * * *`;
    case 'every-6-hours':
      return `${minute} ${sixHourly(hour).join(',')} * * *`;
    case 'weekly':
      return `${minute} ${hour} * * ${(days + 7) % 7}`;
  }
}

function whenOf(preset: Preset, time: number): string {
  const [minute, hour, days] = parts(time);
  switch (preset) {
    case 'daily':
      return clock(hour, minute);
    case 'every-6-hours':
      return sixHourly(hour)
        .map((hour) => clock(hour, minute))
        .join(', ');
    case 'weekly':
      return `${WEEKDAYS[(days + 7) % 7]} ${clock(hour, minute)}`;
  }
}

/** Returns the minute, the hour and the number of days after Sunday. */
function parts(time: number): [number, number, number] {
  const days = Math.floor(time / DAY);
  const ofDay = time - days * DAY;
  return [ofDay % 60, Math.floor(ofDay / 60), days];
}

const sixHourly = (hour: number): number[] => [0, 6, 12, 18].map((later) => (hour % 6) + later);

const clock = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** Returns the minutes by which the clocks of a zone are ahead of UTC. */
function offsetOf(zone: string, at: Date): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const found = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => found.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return (local - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000;
}
