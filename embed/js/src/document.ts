import { count, text } from './convert.js';
import type { Diagnostic, Span, Spec, Target } from './generated/contract.js';
import type * as validation from './generated/component/interfaces/k8s-backup-target-validation.js';
import { type Held, Resource, held } from './resource.js';

/** A text, read once: what is wrong with it, what it says, and where. Several YAML documents are several subjects. */
export class Document extends Resource {
  /** @internal */
  constructor(held: Held<validation.Document>) {
    super(held);
  }

  /** What is wrong, in the order of the text: the same on every host and each time. */
  diagnostics(): Diagnostic[] {
    return held(this, Document).call((document) => document.diagnostics());
  }

  /** The specs that could be read, those of targets too, in the order of the text. */
  specs(): Spec[] {
    return held(this, Document).call((document) => document.specs());
  }

  /** The targets that could be read, in the order of the text. */
  targets(): Target[] {
    return held(this, Document).call((document) => document.targets());
  }

  /**
   * Where the value stands that an RFC 6901 JSON pointer into a subject leads to.
   *
   * @returns `undefined` where there is no such value.
   */
  locate(subject: number, pointer: string): Span | undefined {
    const [place, path] = [count(subject, 'subject'), text(pointer, 'pointer')];
    return held(this, Document).call((document) => document.locate(place, path));
  }
}
