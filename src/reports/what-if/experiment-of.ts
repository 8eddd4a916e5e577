import type { WhatIfBase } from '../../experiment/what-if.js';
import { pointerParts } from '../../sim/core/pointer.js';
import type { Knob, Settings } from './knob.js';
import { quantityWritten } from './quantity-written.js';
import { changedSettings } from './settings.js';

type Experiment = WhatIfBase['experiment'];
type Sources = NonNullable<Experiment['architecture']['sources']>;

const parameterPath = /^architecture\.parameters\./;
const devicePath = /^architecture\.device\./;

/** What a changed parameter is from, in a result. */
const chosen = 'chosen in a report';

/**
 * The experiment with settings that have no problems, as a file for `archsim run`, which gives the result that the page shows. A device of the catalogue becomes one that
 * extends it; sources of parameters that are changed say so; the name says that it is a variant and the description what is changed.
 */
export function experimentOf({ experiment }: Pick<WhatIfBase, 'experiment'>, knobs: readonly Knob[], settings: Settings): Experiment {
  const changed = Object.entries(changedSettings(knobs, settings));
  if (changed.length === 0) return experiment;
  let value: unknown = experiment;
  if (changed.some(([path]) => devicePath.test(path))) value = { ...experiment, architecture: { ...experiment.architecture, device: variantDevice(experiment.architecture.device) } };
  for (const [path, setting] of changed) {
    const knob = knobs.find((one) => one.path === path)!;
    value = withValue(value, path.split('.'), knob.kind === 'number' && knob.dimension !== null && typeof setting === 'number' ? quantityWritten(setting, knob.dimension) : setting);
  }
  const variant = value as Experiment;
  const words = changed.map(([path]) => path.replace(parameterPath, '').replace(/^workload\.(?:scenario\.)?|^architecture\./, ''));
  const sources = sourcesOf(experiment.architecture.sources ?? {}, changed.flatMap(([path]) => (parameterPath.test(path) ? [path.split('.').slice(1)] : [])));
  return {
    ...variant,
    name: `${experiment.name.slice(0, 180)} (what-if)`,
    description: `${experiment.description === undefined ? '' : `${experiment.description.slice(0, 8000)} `}Changed in a report: ${words.join(', ')}.`,
    architecture: { ...variant.architecture, ...(Object.keys(sources).length === 0 ? {} : { sources }) },
  };
}

function variantDevice(device: Experiment['architecture']['device']): Experiment['architecture']['device'] {
  if (typeof device === 'string') return { name: `${device}-what-if`, extends: device };
  return { ...device, name: `${device.name.slice(0, 180)}-what-if` };
}

/** Sources with those of changed parameters: what the source of a whole says no longer holds for all of it. */
function sourcesOf(sources: Sources, changed: readonly (readonly string[])[]): Sources {
  const result: Record<string, Sources[string]> = { ...sources };
  for (const [pointer, { source }] of Object.entries(sources)) {
    const own = pointerParts(pointer);
    const inside = changed.filter((path) => path.length > own.length && own.every((part, i) => path[i] === part)).map((path) => path.slice(own.length).join('.'));
    if (inside.length > 0) result[pointer] = { quality: 'assumed', source: `${source.slice(0, 600)}; ${inside.join(', ').slice(0, 300)} ${chosen}` };
  }
  for (const path of changed) result[`/${path.join('/')}`] = { quality: 'assumed', source: chosen };
  return result;
}

function withValue(object: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const held = typeof object === 'object' && object !== null ? (object as Readonly<Record<string, unknown>>) : {};
  return { ...held, [name]: withValue(Object.hasOwn(held, name) ? held[name] : undefined, rest, value) };
}
