import type { Severity } from 'k8s-backup-target';
import { svg } from './dom';

/** Severities have different shapes, not only different colours. */
const SHAPES: Record<Severity, string> = {
  error: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  warning: 'M8 1.5 15.5 15H.5z',
  advice: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z',
};
const SIGNS: Record<Severity, string> = {
  error: 'M5.5 5.5l5 5M10.5 5.5l-5 5',
  warning: 'M8 6v4.2M8 12.2v.6',
  advice: 'M8 7.5v4M8 4.4v.6',
};

/** Returns the icon of a severity, with a name for screen readers. */
export function severityIcon(severity: Severity): SVGSVGElement {
  return svg(
    'svg',
    { class: `icon ${severity}`, viewBox: '0 0 16 16', role: 'img', 'aria-label': severity },
    svg('path', { d: SHAPES[severity], class: 'shape' }),
    svg('path', { d: SIGNS[severity], class: 'sign' }),
  );
}

export function icon(path: string): SVGSVGElement {
  return svg(
    'svg',
    { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svg('path', { d: path, class: 'line' }),
  );
}
