/// <reference lib="esnext.disposable" preserve="true" />

import { type Convert, type Plain, wrong } from './convert.js';
import { ClosedError, TrapError } from './errors.js';
import type { Instance } from './instance.js';
import type { Result } from './result.js';

/** Older engines have no such symbol; the glue then does as here. */
const dispose: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('dispose') as typeof Symbol.dispose);

/** What the component holds for a resource, until it is closed. @internal */
export class Held<R extends object> {
  readonly instance: Instance;
  /** Of its class. */
  name = '';
  #resource: R | undefined;

  constructor(instance: Instance, resource: R) {
    this.instance = instance;
    this.#resource = resource;
  }

  borrow(): R {
    if (this.#resource === undefined) throw new ClosedError(`the ${this.name} was closed before`);
    if (this.instance.trapped) {
      throw new ClosedError(`the ${this.name} was lost when the evaluator broke down: make it again`);
    }
    return this.#resource;
  }

  /** For a call that takes it away. */
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

const forgotten = new FinalizationRegistry<Held<object>>((held) => {
  try {
    held.close();
  } catch (error) {
    // Nobody called, and the next call starts afresh.
    if (!(error instanceof TrapError)) throw error;
  }
});

/**
 * Something that lives in the evaluator's memory. Close it when it is done with, or declare it with `using`; what is
 * forgotten is closed when the garbage is collected.
 */
export abstract class Resource implements Disposable {
  /** @internal */
  constructor(held: Held<object>) {
    held.name = new.target.name;
    helds.set(this, held);
    forgotten.register(this, held, held);
  }

  /** Gives its memory back; to close twice does no harm. What was made of it goes on. */
  close(): void {
    const held = helds.get(this)!;
    forgotten.unregister(held);
    held.close();
  }

  /** The same as {@link Resource.close}. */
  [dispose](): void {
    this.close();
  }
}

/** A class of resources. */
type Class<R extends object> = abstract new (held: Held<R>, ...rest: never) => Resource;

/** What the component holds for a resource of this class. @internal */
export function held<R extends object>(resource: unknown, type: Class<R>, place = 'this'): Held<R> {
  if (!(resource instanceof type)) throw wrong(place, `a ${type.name}`, resource);
  return helds.get(resource) as Held<R>;
}

/** The instance that a resource is in. @internal */
export const instanceOf = (resource: Resource): Instance => helds.get(resource)!.instance;

/** For a call that a resource is lent to. @internal */
export const lent =
  <R extends object>(type: Class<R>): Convert<R> =>
  (value, place) =>
    held(value, type, place).borrow();

/** For a call that takes a resource away. @internal */
export const taken =
  <R extends object>(type: Class<R>): Convert<R> =>
  (value, place) =>
    held(value, type, place).take();
