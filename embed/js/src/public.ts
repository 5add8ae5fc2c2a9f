export type {
  Cluster,
  Coverage,
  Document,
  Evaluation,
  Inventory,
  InventoryReader,
  Targets,
} from './contract/resources.js';
export * from './contract/types.js';
export type { Pairs } from './convert.js';
export { ClosedError, TrapError } from './errors.js';
export type { Evaluator } from './evaluator.js';
export type { CompiledModule, LoadOptions, WasmSource } from './load.js';
export type { DocumentOptions, ReadOptions } from './options.js';
export type { Failure, PublishFailure, PublishResult, Result, Success } from './result.js';
export type { CallError, CallFailure, CallResult, Session } from './session.js';
export type { Source } from './source.js';
export type { JobOptions, Progress } from './steps.js';
