import type { ReferenceRow } from '../system.js';
import { machines } from './machines.js';
import { modelOf } from './models.js';
import { precisions } from './precisions.js';
import type { Devices, Request, Stage } from './request.js';

/** The largest figures that are taken for a real question; products of them stay finite. */
const most = { batch: 2 ** 24, tokens: 2 ** 27, beams: 2 ** 10, devices: 2 ** 16 } as const;

/** What a row asks for, or the reason why there is no answer. */
export type Asked = { readonly request: Request; readonly stage: Stage } | string;

export function askedOf(row: ReferenceRow): Asked {
  const problems: string[] = [];
  const wrong = (field: string, rule: string): void => {
    problems.push(Object.hasOwn(row, field) ? `${field} must be ${rule}, got ${JSON.stringify(row[field]) ?? 'undefined'}` : `${field} is missing`);
  };
  const text = (field: string): string => {
    const value = row[field];
    if (typeof value === 'string') return value;
    wrong(field, 'a text');
    return '';
  };
  const integer = (field: string, least: number, limit: number): number => {
    const value = row[field];
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= limit) return value;
    wrong(field, `an integer from ${least} to ${limit}`);
    return NaN;
  };
  const [id, system, bits, stage] = [text('model'), text('system'), text('bits'), text('stage')];
  const batch = integer('batch', 1, most.batch);
  const promptTokens = integer('input_tokens', 1, most.tokens);
  const outputTokens = integer('output_tokens', 0, most.tokens);
  const beams = integer('beam', 1, most.beams);
  const devices: Devices = { tensor: integer('tp', 1, most.devices), pipeline: integer('pp', 1, most.devices), expert: integer('ep', 1, most.devices) };
  if (stage !== '' && stage !== 'prefill' && stage !== 'decode') problems.push(`stage must be prefill or decode, got "${stage}"`);
  if (problems.length > 0) return problems.join('; ');
  const model = modelOf(id);
  if (model === undefined) return `unknown model "${id}": not in the model catalogue, or not a decoder of the kinds that GenZ has: dense, or with equal experts in every layer`;
  const machine = machines.find(({ name }) => name === system);
  if (machine === undefined) return `unknown system "${system}": GenZ has ${machines.map(({ name }) => name).join(', ')}`;
  const precision = precisions.find(({ name }) => name === bits);
  if (precision === undefined) return `unknown bits "${bits}": GenZ has ${precisions.map(({ name }) => name).join(', ')}`;
  const experts = model.spec.experts?.count ?? 1;
  if (devices.expert > experts) return `ep ${devices.expert}: ${experts === 1 ? `"${id}" has no experts` : `"${id}" has ${experts} experts`}, and GenZ has no rule for devices without one`;
  return { request: { ...model, machine, precision, batch, promptTokens, outputTokens, beams, devices }, stage: stage === 'decode' ? 'decode' : 'prefill' };
}
