import { modelFromHfConfig } from './hf-config.js';
import type { ModelSpec } from './model-spec.js';
import { zoo } from './zoo/index.js';

/** The model of the catalogue with that name, or with that id on the Hugging Face hub in any case of letters; undefined where there is none. */
export function modelNamed(name: string): ModelSpec | undefined {
  const hubId = name.toLowerCase();
  const entry = zoo.find((e) => e.name === name) ?? zoo.find((e) => e.hubId?.toLowerCase() === hubId);
  if (entry === undefined) return undefined;
  const spec = modelFromHfConfig(entry.config, entry.name, entry.source);
  return { ...spec, notes: [...entry.notes, ...spec.notes] };
}

/** Every name of the catalogue, in its order. */
export function modelNames(): readonly string[] {
  return zoo.map((entry) => entry.name);
}
