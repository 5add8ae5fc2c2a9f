import { text } from './convert.js';
import type { Diagnostic, LocatedTarget, Spec } from './generated/contract.js';
import type * as requirer from './generated/component/interfaces/k8s-backup-target-requirer.js';
import { type Held, Resource, held } from './resource.js';

/** Every target of a set of relations, read once. */
export class Targets extends Resource {
  /** @internal */
  constructor(held: Held<requirer.Targets>) {
    super(held);
  }

  /** Whether some relation has a target. A lookup may find nothing all the same. */
  isReady(): boolean {
    return held(this, Targets).call((targets) => targets.isReady());
  }

  /**
   * The first match in the order of the relations, then of the entries. Names are compared exactly; an empty name is a
   * name.
   *
   * @returns `undefined` where nothing matches.
   */
  getBackupSpec(appName: string, endpoint: string, model: string): Spec | undefined {
    const names = [text(appName, 'appName'), text(endpoint, 'endpoint'), text(model, 'model')] as const;
    return held(this, Targets).call((targets) => targets.getBackupSpec(...names));
  }

  /** Every target, in the order of the relations, then of the entries. */
  entries(): LocatedTarget[] {
    return held(this, Targets).call((targets) => targets.entries());
  }

  /**
   * What the reference drops in silence: unreadable databags, shadowed duplicates, coerced values, ignored fields. The
   * subject is the relation's place in the list; pointers lead into its databag, and on inside the text of
   * `backup_targets`: `/backup_targets/0/spec/ttl`.
   */
  diagnostics(): Diagnostic[] {
    return held(this, Targets).call((targets) => targets.diagnostics());
  }
}
