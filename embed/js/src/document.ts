import { count, text } from './convert.js';
import type { Diagnostic, Edit, Span, Spec, Target } from './generated/contract.js';
import type * as validation from './generated/component/interfaces/k8s-backup-target-validation.js';
import { type Held, Resource, held } from './resource.js';
import type { Result } from './result.js';

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

  /**
   * The edits that write a value at an RFC 6901 JSON pointer into a subject, or remove it with its key or list entry.
   *
   * A key or a list entry that is missing is added, with the objects around it that are missing too; `-` is the entry after
   * the last one of a list. Comments, order and layout around the value stay. The document is as it was read.
   *
   * @param value JSON text; `undefined` removes the value.
   * @returns the edits, or why there are none.
   */
  edit(subject: number, pointer: string, value: string | undefined): Result<Edit[]> {
    const [place, path] = [count(subject, 'subject'), text(pointer, 'pointer')];
    const json = value === undefined ? undefined : text(value, 'value');
    return held(this, Document).attempt((document) => document.edit(place, path, json));
  }

  /**
   * The subject and the JSON pointer of the value that an offset in UTF-16 is in, or whose key it is in.
   *
   * @returns `undefined` past the end of the text.
   */
  pointerAt(utf16Offset: number): [subject: number, pointer: string] | undefined {
    const offset = count(utf16Offset, 'utf16Offset');
    return held(this, Document).call((document) => document.pointerAt(offset));
  }
}
