import type { Diagnostic, Edit, Fix } from 'k8s-backup-target';

/**
 * Returns the certain fixes that can be applied together: they save the same objects, and do not change the same parts. The
 * other certain fixes are for the text that these write.
 */
export function compatibleFixes(diagnostics: readonly Diagnostic[]): Fix[] {
  const chosen: Fix[] = [];
  for (const { fixes } of diagnostics) {
    const fix = fixes.find(({ certain, effect }) => certain && effect === undefined);
    const others = chosen.flatMap(({ edits }) => edits);
    if (fix?.edits.every((edit) => others.every((other) => !touches(edit, other)))) chosen.push(fix);
  }
  return chosen;
}

const touches = ({ span: one }: Edit, { span: other }: Edit): boolean =>
  one.start.utf16Offset <= other.end.utf16Offset && other.start.utf16Offset <= one.end.utf16Offset;
