import { designKey, type Design } from '../../sim/model/design-space.js';

/** Keys that are remembered: the state of an agent is written to files. */
const most = 1000;

/** Keys of the last designs that an agent proposed, with these: not to ask again for what is known. Evaluations are the same whenever they are made. */
export function withTried(keys: readonly string[], designs: readonly Design[]): readonly string[] {
  return [...keys, ...designs.map(designKey)].slice(-most);
}
