import { hostNamed, hosts, type Host } from '../../arch/lut-cpu/hosts.js';
import { numberIn, textOf } from '../row-config.js';
import type { Outcome } from '../system.js';
import { modelOf, secondsOf, wasFitted, type Implementation, type NamedModel } from './tokens.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a row asks for, once its machine, model and software are known. */
export interface Question {
  readonly host: Host;
  readonly named: NamedModel;
  readonly implementation: Implementation;
  readonly threads: number;
}

/** The question of a row, or why the model has no answer to it. `software` names the kernels. */
export function questionOf(config: Fields, software: string): Question | string {
  const device = textOf(config, 'device');
  const model = textOf(config, 'model');
  if (/gpu|npu/i.test(software)) return `${software} on ${device}, ${model}: not a kernel of the CPU`;
  const host = hostNamed(device);
  if (host === undefined) return `${software} on ${device}, ${model}: no issue rate of this processor, which would be fitted on tokens of BitNet b1.58 3B, and the row gives no threads`;
  const named = modelOf(model);
  if (named === null) return `${software} on ${device}: no model of the catalogue in ${JSON.stringify(model)}`;
  const implementation = implementationOf(software);
  if (implementation === null) return `${software} on ${device}: no kernel of that name`;
  const quantised = /un-?quanti[sz]ed/i.test(software) ? { ...named, bits: 16, groupSize: 0 } : named;
  return { host, named: quantised, implementation, threads: numberIn(config, 'threads', host.threads) };
}

function implementationOf(software: string): Implementation | null {
  if (/t-?mac/i.test(software)) return /\+ *fa\b|fast/i.test(software) ? 't-mac-fast' : 't-mac';
  return /llama\.cpp|un-?quanti[sz]ed/i.test(software) ? 'llama.cpp' : null;
}

/** Tokens a second. */
export function generation(config: Fields, software: string): Outcome {
  const question = questionOf(config, software);
  if (typeof question === 'string') return { kind: 'not-modelled', reason: question };
  const { host, named, implementation, threads } = question;
  const answers = { value: 1 / secondsOf(host, named, implementation, threads) };
  if (wasFitted(host, named, implementation, threads)) {
    return { kind: 'fitted', answers, note: `issue rate and serial time of ${host.title} are fitted on its tokens of BitNet b1.58 3B` };
  }
  const fast = (1 / secondsOf(host, named, 't-mac-fast', threads)).toFixed(2);
  return { kind: 'simulated', answers, ...(implementation === 't-mac' ? { note: `without fast aggregation; with it ${fast} token/s` } : {}) };
}

/**
 * Largest ratio over the machines of a product's time in llama.cpp and in T-MAC. llama.cpp has no kernel of one bit: two bits stand for it. The serial
 * time belongs to both, since it grows with the weights.
 */
export function largestSpeedup(config: Fields): Outcome {
  const bits = numberIn(config, 'bits', 0);
  if (![1, 2, 3, 4].includes(bits)) return { kind: 'not-modelled', reason: `a speed-up at ${bits} bits: T-MAC has kernels for 1 to 4` };
  const named = (width: number): NamedModel => ({ model: 'llama-2-7b', bits: width, groupSize: 128 });
  const device = textOf(config, 'device');
  const ratios = hosts.filter((host) => device === '' || hostNamed(device) === host).map((host) => {
    const threads = numberIn(config, 'threads', 1);
    return { host, ratio: secondsOf(host, named(Math.max(2, bits)), 'llama.cpp', threads) / secondsOf(host, named(bits), 't-mac', threads) };
  });
  const best = ratios.reduce<(typeof ratios)[number] | null>((most, r) => (most === null || r.ratio > most.ratio ? r : most), null);
  if (best === null) return { kind: 'not-modelled', reason: `a speed-up at ${bits} bits on ${device}: no issue rate of this processor` };
  return { kind: 'simulated', answers: { value: best.ratio }, note: `the largest of ${ratios.length} machines, on ${best.host.title}, over all linear layers of Llama-2-7B` };
}
