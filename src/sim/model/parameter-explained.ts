import { given, type Explained } from '../core/explained.js';
import type { ParameterSource } from './family.js';

/** How parameters came about that a model found, by the source that stands for them. */
const computations = new WeakMap<ParameterSource, () => Explained>();

/** The source of a parameter that was computed: results show its words, explanations show `explain`. */
export function computedSource(explain: () => Explained, source: ParameterSource): ParameterSource {
  computations.set(source, explain);
  return source;
}

/** A parameter of a family in an explanation: a leaf with where the experiment says that it is from, or how it was computed. `path` is dotted. */
export function explainParameter(sources: Readonly<Record<string, ParameterSource>>, name: string, path: string, value: number, unit: string): Explained {
  const source = sources[path];
  const computation = source === undefined ? undefined : computations.get(source);
  if (computation !== undefined) return { ...computation(), name, unit };
  return given(name, value, unit, source?.source ?? `parameter ${path}, given without a source`, source?.quality ?? 'assumed');
}
