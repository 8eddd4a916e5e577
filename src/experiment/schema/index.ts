import type { TSchema } from 'typebox';
import { deviceSchema } from './device.js';
import { experimentSchema } from './experiment.js';
import { graphSchema } from './graph.js';
import { measurementsSchema } from './measurements.js';
import { resultSchema } from './result.js';
import { schemeSchema } from './scheme.js';
import { sweepSchema } from './sweep.js';

/** Every schema that has a file in `schemas/` and a compiled validator, by its name. */
export const schemas: Readonly<Record<string, TSchema>> = {
  experiment: experimentSchema,
  device: deviceSchema,
  graph: graphSchema,
  scheme: schemeSchema,
  sweep: sweepSchema,
  measurements: measurementsSchema,
  result: resultSchema,
};
