import { invertedEffects } from '@codemirror/commands';
import { StateEffect, StateField } from '@codemirror/state';
import { FIRST_WORK, type Settings } from '../work';

/** What belongs to a text: it is replaced with the text, and restored by undo. */
export interface Companion {
  /** The id of the document that the text is stored in. */
  document: string;
  settings: Settings;
}

/** Before a document is opened. */
export const NO_DOCUMENT: Companion = { document: '', settings: FIRST_WORK };

export const setCompanion = StateEffect.define<Companion>();

export const companion: StateField<Companion> = StateField.define<Companion>({
  create: () => NO_DOCUMENT,
  update: (companion, { effects }) =>
    effects.reduce((last, effect) => (effect.is(setCompanion) ? effect.value : last), companion),
  provide: (field) =>
    invertedEffects.of(({ effects, startState }) =>
      effects.filter((effect) => effect.is(setCompanion)).map(() => setCompanion.of(startState.field(field))),
    ),
});
