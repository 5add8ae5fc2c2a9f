const weekday = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const utcDay = new Intl.DateTimeFormat('en-GB', { ...weekday, year: 'numeric', timeZone: 'UTC' });
const utcClock = new Intl.DateTimeFormat('en-GB', { ...clock, timeZone: 'UTC' });
const localDay = new Intl.DateTimeFormat('en-GB', { ...weekday, year: 'numeric' });
const localClock = new Intl.DateTimeFormat('en-GB', clock);
const utcNamed = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'short', timeZone: 'UTC' });

const date = (seconds: number): Date => new Date(seconds * 1000);

/** Returns `Tue, 24 Nov 2026 02:00`, in UTC. */
export const utc = (seconds: number): string => `${utcDay.format(date(seconds))} ${utcClock.format(date(seconds))}`;

/** Returns the same in the time zone of the browser. */
export const local = (seconds: number): string =>
  `${localDay.format(date(seconds))} ${localClock.format(date(seconds))}`;

/** Returns `Tuesday 24 Nov 02:00`, in UTC. */
export const named = (seconds: number): string =>
  `${utcNamed.format(date(seconds)).replace(',', '')} ${utcClock.format(date(seconds))}`;

export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
