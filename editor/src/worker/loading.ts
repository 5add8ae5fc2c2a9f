/** Waits for a part of the component. */
export async function loaded<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`The component could not be loaded (${message}). Reload the page to try again.`);
  }
}
