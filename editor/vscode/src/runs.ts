/** What the server returns for a Schedule. The runs are times in UTC, as in RFC 3339. */
export interface ScheduleRuns {
  name: string;
  schedule: string;
  words: string | null;
  paused: boolean;
  runs: string[];
}

/** An entry of a list to pick from. */
export interface Entry {
  label: string;
  description?: string;
  detail?: string;
  isSeparator?: true;
}

/** Returns a separator for each Schedule, and an entry for each of its runs. `local` formats a time for the user. */
export function entriesOf(schedules: ScheduleRuns[], local: (time: Date) => string): Entry[] {
  return schedules.flatMap(({ name, schedule, words, paused, runs }) => {
    const detail = `${paused ? 'Paused: none of these runs happens. ' : ''}${words ?? schedule}`;
    const none: Entry = { label: 'No next run', detail };
    const entries = runs.map((run) => ({ label: local(new Date(run)), description: run, detail }));
    return [{ label: name, isSeparator: true }, ...(entries.length > 0 ? entries : [none])];
  });
}
