import { html, put, words } from './dom';
import { expressionsOf, isZone, meaningOf, PRESETS, type Preset, type Wish, zones } from './presets';
import { localZone } from './time';
import type { EvaluatorClient } from './worker/client';

/** Writes a usual schedule, at a time of day in a time zone. */
export class PresetChoice {
  readonly element: HTMLElement;
  readonly #evaluator: EvaluatorClient;
  readonly #preset: HTMLSelectElement;
  readonly #time = html('input', { type: 'time', id: 'preset-time', value: '02:00', required: true });
  readonly #zone: HTMLInputElement;
  readonly #says = html('p', { class: 'note preset-says', role: 'status' });
  readonly #write: HTMLButtonElement;
  readonly #zones = html('datalist', { id: 'zones' });
  #expression: string | undefined;
  #asked = 0;

  constructor(evaluator: EvaluatorClient, onWrite: (schedule: string) => void) {
    this.#evaluator = evaluator;
    const choices = Object.entries(PRESETS).map(([value, name]) => html('option', { value }, name));
    this.#preset = html('select', { id: 'preset' }, ...choices);
    this.#zone = html('input', {
      type: 'text',
      id: 'preset-zone',
      list: 'zones',
      value: localZone(),
      spellcheck: 'false',
      autocomplete: 'off',
    });
    this.#write = html(
      'button',
      { type: 'button', onclick: () => this.#expression !== undefined && onWrite(this.#expression) },
      'Write this schedule',
    );
    for (const input of [this.#preset, this.#time, this.#zone]) {
      input.addEventListener('input', () => void this.#update());
    }
    this.element = html(
      'details',
      { class: 'presets', ontoggle: () => this.#open() },
      html('summary', {}, 'Presets'),
      html(
        'div',
        { class: 'preset-fields' },
        html('label', { for: 'preset' }, 'Runs'),
        this.#preset,
        html('label', { for: 'preset-time' }, 'at'),
        this.#time,
        html('label', { for: 'preset-zone' }, 'in the zone'),
        this.#zone,
        this.#write,
      ),
      this.#says,
      this.#zones,
    );
  }

  #open(): void {
    if (this.#zones.childElementCount === 0) put(this.#zones, ...zones().map((value) => html('option', { value })));
    void this.#update();
  }

  async #update(): Promise<void> {
    const asked = ++this.#asked;
    const found = await this.#find();
    if (asked !== this.#asked) return;
    const { schedule, says } = found;
    this.#expression = schedule;
    this.#write.disabled = schedule === undefined;
    put(this.#says, words(says));
  }

  /** Returns the best schedule that both readers accept, and what it means. */
  async #find(): Promise<{ schedule: string | undefined; says: string }> {
    const zone = this.#zone.value.trim();
    const [hour, minute] = this.#time.value.split(':').map(Number);
    this.#zone.setAttribute('aria-invalid', String(!isZone(zone)));
    if (!isZone(zone))
      return { schedule: undefined, says: `\`${zone}\` is not a time zone, such as \`Europe/Berlin\`.` };
    if (hour === undefined || minute === undefined) return { schedule: undefined, says: 'Choose a time.' };
    const wish: Wish = { preset: this.#preset.value as Preset, time: hour * 60 + minute, zone };
    const now = new Date();
    const { inZone, inUtc } = expressionsOf(wish, now);
    const schedule = await this.#evaluator.ask('acceptedSchedule', zone === 'UTC' ? [inUtc] : [inZone, inUtc]);
    if (schedule === undefined) return { schedule, says: 'The integrator and Velero accept no expression for this.' };
    if (schedule === inZone) return { schedule, says: `\`${schedule}\` runs at this time in all seasons.` };
    const why =
      zone === 'UTC' ? '' : ' Schedules are in UTC, because the integrator and Velero do not both accept a time zone.';
    return { schedule, says: `\`${schedule}\` means ${meaningOf(wish, now)}.${why}` };
  }
}
