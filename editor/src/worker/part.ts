import { type Evaluator, load } from 'k8s-backup-target';

/** Loads an evaluator with a part of the component. Without a URL, it is the part for texts. */
export async function loadPart(wasm?: string): Promise<Evaluator> {
  try {
    return await load({ wasm });
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`The component could not be loaded (${message}). Reload the page to try again.`);
  }
}
