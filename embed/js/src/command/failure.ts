/** Why a call of the component failed. The glue returns the payload to the component. */
export class Failure extends Error {
  constructor(readonly payload: unknown) {
    super('a call of the component failed');
  }
}
