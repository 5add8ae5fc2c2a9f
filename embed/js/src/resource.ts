/// <reference lib="esnext.disposable" preserve="true" />

import { type Convert, type Plain, checkSize, wrong } from './convert.js';
import { ClosedError, TrapError } from './errors.js';
import type { Instance, Opened } from './instance.js';
import type { Result } from './result.js';

/** Older engines do not have this symbol. The glue has the same fallback. */
const dispose: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('dispose') as typeof Symbol.dispose);

/** A resource of the component, until it is closed or lost. @internal */
export class Held<R extends object> implements Opened {
  /** Absent if it is closed, since the caller may keep its object: it must not keep the memory of the instance. */
  #instance: Instance | undefined;
  /** Its class. It is set once. */
  type: unknown;
  /** The name of its class. */
  name = '';
  #resource: R | undefined;
  #isLost = false;

  constructor(instance: Instance, resource: R) {
    this.#instance = instance;
    this.#resource = resource;
    instance.opened(this);
  }

  get instance(): Instance {
    if (this.#instance === undefined) throw this.#closed();
    return this.#instance;
  }

  borrow(): R {
    if (this.#isLost || this.#instance?.trapped) {
      throw new ClosedError(`the \`${this.name}\` was lost when the component trapped: create it again`);
    }
    if (this.#resource === undefined) throw this.#closed();
    return this.#resource;
  }

  /** Returns the resource for a call that consumes it. */
  take(): R {
    const resource = this.borrow();
    this.#forget();
    return resource;
  }

  /** Called when the component trapped. */
  lose(): void {
    this.#isLost = this.#resource !== undefined;
    this.#resource = undefined;
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
    const instance = this.#instance;
    this.#forget();
    if (resource && instance && !instance.trapped) instance.call(() => resource[dispose]());
  }

  #forget(): void {
    this.#instance?.closed(this);
    this.#resource = this.#instance = undefined;
  }

  #closed(): ClosedError {
    return new ClosedError(`the \`${this.name}\` is closed`);
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
    if (!(held instanceof Held) || held.type !== undefined) {
      throw new TypeError(`only an evaluator creates a \`${new.target.name}\``);
    }
    held.type = new.target;
    held.name = new.target.name;
    helds.set(this, held);
    unreachable.register(this, held, held);
  }

  /** Frees its memory. It may be closed twice. Objects that were created from it stay open. */
  close(): void {
    const held = helds.get(this);
    if (held === undefined) throw wrong('this', 'a resource', this);
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
  const found = helds.get(resource as Resource);
  // Not `instanceof`: a proxy and an object whose prototype was replaced pass it.
  if (found?.type !== type) throw wrong(path, `a ${type.name}`, resource);
  return found as Held<R>;
}

/** Returns the instance of a resource. @internal */
export const instanceOf = (resource: Resource): Instance => helds.get(resource)!.instance;

/** Converts an argument that the call borrows. @internal */
export const lent =
  <R extends object>(type: Class<R>): Convert<Held<R>> =>
  (value, path) =>
    held(value, type, path);

/** The arguments of a call, with the resources of the component. @internal */
export type Borrowed<T extends readonly unknown[]> = { [K in keyof T]: T[K] extends infer V ? Lent<V> : never };
type Lent<V> = V extends Held<infer R> ? R : V;

/**
 * Checks the size of converted arguments, and borrows the resources among them. All arguments are converted before, since
 * code of the caller that runs meanwhile can close a resource.
 *
 * @internal
 */
export function forCall<const T extends readonly unknown[]>(given: T): Borrowed<T> {
  checkSize(given.filter((each) => !(each instanceof Held)));
  return given.map((each) => (each instanceof Held ? (each.borrow() as object) : each)) as Borrowed<T>;
}

/** Converts an argument that the call consumes. @internal */
export const taken =
  <R extends object>(type: Class<R>): Convert<R> =>
  (value, path) =>
    held(value, type, path).take();
