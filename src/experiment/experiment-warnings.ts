import { valueAt } from '../sim/core/pointer.js';
import { shownPointer } from './diagnostics.js';
import type { ExperimentInput } from './schema/experiment.js';

/** Warnings about a model file that a result lists. */
const mostNotes = 8;

/** What a result warns of beside its machine: what a model file has that its graph has not, a context that the model was not made for, sources of values that are not there. */
export function experimentWarnings(experiment: ExperimentInput, notes: readonly string[], maxContext: number | null, context: number): string[] {
  return [
    ...notes.slice(0, mostNotes),
    ...(notes.length > mostNotes ? [`… and ${notes.length - mostNotes} more of the model file`] : []),
    ...contextWarnings(maxContext, context),
    ...sourceWarnings(experiment.architecture),
  ];
}

function contextWarnings(maxContext: number | null, context: number): string[] {
  return maxContext !== null && context > maxContext ? [`the context grows to ${context} tokens, and the model was made for ${maxContext}`] : [];
}

/** Sources of values that are not there: most likely a misspelt pointer, or a value that was set to nothing. */
function sourceWarnings(architecture: ExperimentInput['architecture']): string[] {
  return Object.keys(architecture.sources ?? {}).filter((pointer) => valueAt(architecture, pointer) === undefined)
    .map((pointer) => `architecture.sources has ${shownPointer(pointer)}, and architecture has no such value`);
}
