import { given, type Explained } from '../core/explained.js';
import type { ParameterSource } from './family.js';

/** A parameter of a family as a leaf of an explanation, with where the experiment says that it is from. `path` is dotted. */
export function explainParameter(sources: Readonly<Record<string, ParameterSource>>, name: string, path: string, value: number, unit: string): Explained {
  const source = sources[path];
  return given(name, value, unit, source?.source ?? `parameter ${path}, given without a source`, source?.quality ?? 'assumed');
}
