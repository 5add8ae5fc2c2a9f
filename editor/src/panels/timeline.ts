import type { Timeline, Window } from 'k8s-backup-target';
import { counted, html, put, svg } from '../dom';
import { expect } from '../expect';
import { named, utc } from '../time';

const ROW = 18;
const BAR = 10;
const LABELS = 116;
const AXIS = 22;

/** A bar for each backup from its run to its expiry, and the gaps without a backup. */
export class TimelineDrawing {
  readonly element = html('figure', { class: 'timeline' });
  #timeline: Timeline | undefined;
  #width = 0;

  constructor() {
    new ResizeObserver(() => this.#timeline && this.show(this.#timeline)).observe(this.element);
  }

  show(timeline: Timeline): void {
    const width = Math.min(Math.max(this.element.clientWidth, 300), 860);
    if (timeline === this.#timeline && width === this.#width) return;
    this.#timeline = timeline;
    this.#width = width;
    const { backups, gaps, keptAtOnce } = timeline;
    const first = expect(backups[0], 'a schedule with runs has no backups');
    const last = expect(backups.at(-1), 'a schedule with runs has no backups');
    const between = backups.length > 1 ? (last.start - first.start) / (backups.length - 1) : last.end - last.start;
    const range = { start: first.start, end: last.start + Math.max(between, 60) };
    put(
      this.element,
      drawing(backups, gaps, range, width),
      html(
        'figcaption',
        {},
        html(
          'p',
          {},
          `The next ${backups.length} backups, each from its run to its expiry. Times are UTC. Maximum number at a time: ${keptAtOnce.toLocaleString('en')}.`,
        ),
        gaps.length > 0 &&
          html(
            'ul',
            { class: 'gaps' },
            ...gaps.slice(0, 5).map((gap) => html('li', {}, gapWords(gap))),
            gaps.length > 5 && html('li', {}, `and ${gaps.length - 5} more`),
          ),
      ),
    );
  }
}

const gapWords = ({ start, end }: Window): string => `There is no backup from ${named(start)} to ${named(end)}.`;

function drawing(backups: readonly Window[], gaps: readonly Window[], range: Window, width: number): SVGSVGElement {
  const height = backups.length * ROW + AXIS;
  const x = (time: number): number => {
    const share = (time - range.start) / (range.end - range.start);
    return LABELS + Math.min(Math.max(share, 0), 1) * (width - LABELS - 8);
  };
  const label = `${counted(backups.length, 'backup')}, ${gaps.length > 0 ? counted(gaps.length, 'gap') : 'no gaps'} without a backup`;
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label },
    svg('defs', {}, hatching()),
    ...gaps.map((gap) =>
      svg(
        'rect',
        {
          class: 'gap',
          x: x(gap.start),
          y: 0,
          width: Math.max(x(gap.end) - x(gap.start), 1),
          height: height - AXIS,
          fill: 'url(#hatching)',
        },
        svg('title', {}, gapWords(gap)),
      ),
    ),
    ...backups.flatMap((backup, at) => bar(backup, at, x, range)),
    ...ticks(range, x, width, height),
  );
}

function bar({ start, end }: Window, at: number, x: (time: number) => number, range: Window): SVGElement[] {
  const y = at * ROW + (ROW - BAR) / 2;
  const continues = end > range.end;
  const left = x(start);
  const right = Math.max(x(end), left + 2);
  const top = y + BAR;
  const tip = continues ? `L${right + 5},${y + BAR / 2} ` : '';
  return [
    svg('text', { class: 'run', x: 0, y: y + BAR - 1 }, utc(start).replace(/ \d{4}/, '')),
    svg(
      'path',
      { class: 'life', d: `M${left},${y} L${right},${y} ${tip}L${right},${top} L${left},${top} Z` },
      svg('title', {}, `from ${named(start)} to ${named(end)}`),
    ),
  ];
}

function hatching(): SVGElement {
  return svg(
    'pattern',
    { id: 'hatching', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    svg('rect', { class: 'hatch-ground', width: 6, height: 6 }),
    svg('rect', { class: 'hatch-line', width: 2, height: 6 }),
  );
}

function ticks(range: Window, x: (time: number) => number, width: number, height: number): SVGElement[] {
  const times = (width < 560 ? [0, 2] : [0, 1, 2, 3]).map(
    (quarter) => range.start + ((range.end - range.start) * quarter) / 4,
  );
  const bottom = height - AXIS;
  return [
    svg('path', { class: 'axis', d: `M${LABELS},${bottom + 0.5}H${width}` }),
    ...times.flatMap((time) => [
      svg('path', { class: 'axis', d: `M${x(time)},${bottom}v4` }),
      svg('text', { class: 'tick', x: x(time), y: height - 5 }, utc(time).replace(/ \d{4}/, '')),
    ]),
  ];
}
