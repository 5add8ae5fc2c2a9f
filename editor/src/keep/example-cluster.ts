import kindsUrl from '../../../examples/cluster/api-resources.txt?url';
import objectsUrl from '../../../examples/cluster/objects.json?url';

/** Loads the project's example: the objects of a cluster and the kinds that it serves. */
export async function exampleCluster(): Promise<{ objects: Blob; kinds: string }> {
  const [objects, kinds] = await Promise.all([fetch(objectsUrl), fetch(kindsUrl)]);
  if (!objects.ok || !kinds.ok) throw new Error('the example cluster could not be loaded');
  return { objects: await objects.blob(), kinds: await kinds.text() };
}
