import { numberIn, textOf } from '../row-config.js';
import type { Outcome } from '../system.js';
import { questionOf, type Question } from './generation.js';
import { secondsOf, type Implementation, type NamedModel } from './tokens.js';

type Fields = Readonly<Record<string, unknown>>;

/** Power is not modelled: what the paper measured goes in, and energies come out with our times. */
interface MeasuredPower {
  readonly host: string;
  readonly model: string;
  readonly bits: number;
  readonly implementation: Implementation;
  readonly watts: number;
}

/** T-MAC, Table 5: the board with all cores at work. */
const measuredPower: readonly MeasuredPower[] = [
  { host: 'agx-orin', model: 'llama-2-7b', bits: 2, implementation: 'llama.cpp', watts: 15 },
  { host: 'agx-orin', model: 'llama-2-7b', bits: 2, implementation: 't-mac', watts: 10.4 },
];

interface MeasuredReduction {
  readonly host: string;
  readonly model: string;
  readonly bits: number;
  readonly percent: number;
}

/** T-MAC, section 5.4: power of T-MAC under that of llama.cpp. */
const measuredReduction: readonly MeasuredReduction[] = [
  { host: 'm2-ultra', model: 'llama-2-7b', bits: 4, percent: 10.3 },
  { host: 'm2-ultra', model: 'bitnet-b1.58-3b', bits: 2, percent: 17.3 },
];

const notModelled = (reason: string): Outcome => ({ kind: 'not-modelled', reason });
const sameModel = (m: { readonly host: string; readonly model: string }, { host, named }: Question): boolean => m.host === host.name && m.model === named.model;

/** Power in W: a measurement that energies rest on. */
export function power(config: Fields, software: string): Outcome {
  const question = questionOf(config, software);
  if (typeof question === 'string') return notModelled(`power, ${question}`);
  const known = powerOf(question);
  if (known === undefined) return notModelled(`power of ${software} on ${question.host.title}, ${question.named.model}: power is not modelled, and no measurement is an input`);
  return { kind: 'input', answers: { value: known.watts }, note: 'measured power is an input of energy per token' };
}

/** J a token: measured power times our time. */
export function energy(config: Fields, software: string): Outcome {
  const question = questionOf(config, software);
  if (typeof question === 'string') return notModelled(`energy, ${question}`);
  const known = powerOf(question);
  if (known === undefined) return notModelled(`energy of ${software} on ${question.host.title}, ${question.named.model}: power is not modelled, and no measurement is an input`);
  const { host, named, implementation, threads } = question;
  return { kind: 'simulated', answers: { value: known.watts * secondsOf(host, named, implementation, threads) }, note: `measured ${known.watts} W times our time of a token` };
}

function powerOf(question: Question): MeasuredPower | undefined {
  return measuredPower.find((m) => sameModel(m, question) && m.bits === question.named.bits && m.implementation === question.implementation);
}

/** Percent less power than llama.cpp: measured, an input of the energies. */
export function powerReduction(config: Fields): Outcome {
  const question = questionOf(config, 'T-MAC');
  if (typeof question === 'string') return notModelled(`power reduction, ${question}`);
  const known = measuredReduction.find((m) => sameModel(m, question) && m.bits === question.named.bits);
  if (known === undefined) return notModelled(`power reduction on ${question.host.title}, ${textOf(config, 'model')}: power is not modelled, and no measurement is an input`);
  return { kind: 'input', answers: { value: known.percent }, note: 'measured power is an input of the energy reduction' };
}

/** Percent less energy: 1 - (1 - power reduction) * time of T-MAC / time of llama.cpp. A model without its own power takes that of another width. */
export function energyReduction(config: Fields): Outcome {
  const question = questionOf(config, 'T-MAC');
  if (typeof question === 'string') return notModelled(`energy reduction, ${question}`);
  const { host, named } = question;
  const known = measuredReduction.find((m) => sameModel(m, question) && m.bits === named.bits) ?? measuredReduction.find((m) => sameModel(m, question));
  if (known === undefined) return notModelled(`energy reduction on ${host.title}, ${textOf(config, 'model')}: power is not modelled, and no measurement is an input`);
  const threads = numberIn(config, 'threads', host.threads);
  const seconds = (as: Implementation, of: NamedModel = named): number => secondsOf(host, of, as, threads);
  const value = 100 * (1 - (1 - known.percent / 100) * (seconds('t-mac') / seconds('llama.cpp')));
  return { kind: 'simulated', answers: { value }, note: `measured power ${known.percent} % lower (at ${known.bits} bits), our times on ${threads} threads, which the row does not give` };
}
