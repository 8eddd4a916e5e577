import { familyNamed } from '../../arch/registry.js';
import type { RunOptions } from '../../experiment/run.js';
import { whatIfBase } from '../../experiment/what-if-base.js';
import { whatIfParts, type WhatIfBase } from '../../experiment/what-if.js';
import type { Document } from '../../sim/core/document.js';
import { engines } from './engines/index.js';
import type { Knob } from './knob.js';
import { knobsOf } from './knobs.js';

/** What the page of a result carries so that its reader can change settings. */
export interface WhatIfData {
  readonly base: WhatIfBase;
  readonly knobs: readonly Knob[];
}

/** The base and the knobs of an experiment, for the document and options of `runDocument`. */
export async function whatIfData(document: Document, options: RunOptions = {}): Promise<WhatIfData> {
  const base = whatIfBase(document, options);
  const { experiment } = base;
  const family = familyNamed(experiment.architecture.family)!;
  const schema: unknown = JSON.parse(JSON.stringify(await family.schema()));
  return { base, knobs: knobsOf(base, whatIfParts(base, family).input(experiment), schema) };
}

/** The program of a worker that simulates machines of that family; undefined where there is none. */
export async function engineOf(family: string): Promise<string | undefined> {
  return Object.hasOwn(engines, family) ? engines[family]!() : undefined;
}
