/// <reference lib="esnext.disposable" preserve="true" />

import { type Convert, type Plain, wrong } from './convert.js';
import { ClosedError, TrapError } from './errors.js';
import type { Instance } from './instance.js';
import type { Result } from './result.js';

/** Older engines do not have this symbol. The glue has the same fallback. */
const dispose: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('dispose') as typeof Symbol.dispose);

/** A resource of the component, until it is closed. @internal */
export class Held<R extends object> {
  readonly instance: Instance;
  /** The name of its class. */
  name = '';
  #resource: R | undefined;

  constructor(instance: Instance, resource: R) {
    this.instance = instance;
    this.#resource = resource;
  }

  borrow(): R {
    if (this.#resource === undefined) throw new ClosedError(`the \`${this.name}\` is closed`);
    if (this.instance.trapped) {
      throw new ClosedError(`the \`${this.name}\` was lost when the component trapped: create it again`);
    }
    return this.#resource;
  }

  /** Returns the resource for a call that consumes it. */
  take(): R {
    const resource = this.borrow();
    this.#resource = undefined;
    return resource;
  }

  call<T>(work: (resource: R) => T): Plain<T> {
    const resource = this.borrow();
    return this.instance.call(() => work(resource));
  }

  attempt<T>(work: (resource: R) => T): Result<Plain<T>> {
    const resource = this.borrow();
    return this.instance.attempt(() => work(resource));
  }

  close(): void {
    const resource = this.#resource as { [dispose](): void } | undefined;
    this.#resource = undefined;
    if (resource && !this.instance.trapped) this.instance.call(() => resource[dispose]());
  }
}

const helds = new WeakMap<Resource, Held<object>>();

const unreachable = new FinalizationRegistry<Held<object>>((held) => {
  try {
    held.close();
  } catch (error) {
    // There is no caller to report it to, and the next call uses a new instance.
    if (!(error instanceof TrapError)) throw error;
  }
});

/**
 * An object in the memory of the evaluator. Close it after use, or declare it with `using`. Otherwise the garbage
 * collector closes it.
 */
export abstract class Resource implements Disposable {
  /** @internal */
  constructor(held: Held<object>) {
    held.name = new.target.name;
    helds.set(this, held);
    unreachable.register(this, held, held);
  }

  /** Frees its memory. It may be closed twice. Objects that were created from it stay open. */
  close(): void {
    const held = helds.get(this)!;
    unreachable.unregister(held);
    held.close();
  }

  /** The same as {@link Resource.close}. */
  [dispose](): void {
    this.close();
  }
}

/** A class of resources. */
type Class<R extends object> = abstract new (held: Held<R>, ...rest: never) => Resource;

/** Returns the component's resource of an object of this class. @internal */
export function held<R extends object>(resource: unknown, type: Class<R>, path = 'this'): Held<R> {
  if (!(resource instanceof type)) throw wrong(path, `a ${type.name}`, resource);
  return helds.get(resource) as Held<R>;
}

/** Returns the instance of a resource. @internal */
export const instanceOf = (resource: Resource): Instance => helds.get(resource)!.instance;

/** Converts an argument that the call borrows. @internal */
export const lent =
  <R extends object>(type: Class<R>): Convert<R> =>
  (value, path) =>
    held(value, type, path).borrow();

/** Converts an argument that the call consumes. @internal */
export const taken =
  <R extends object>(type: Class<R>): Convert<R> =>
  (value, path) =>
    held(value, type, path).take();
