import { ggmlFormatOf, ggmlKernel } from '../../arch/lut-cpu/ggml.js';
import type { Host } from '../../arch/lut-cpu/hosts.js';
import type { Kernel } from '../../arch/lut-cpu/kernel.js';
import { tmacKernel } from '../../arch/lut-cpu/tmac.js';
import { tokenSeconds, type LinearShape } from '../../arch/lut-cpu/token.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import { modelNamed } from '../../workloads/models.js';

/** What runs the linear layers. */
export type Implementation = 't-mac' | 't-mac-fast' | 'llama.cpp';

/** A quantised model as rows name it. `bits` 16: not quantised. */
export interface NamedModel {
  readonly model: string;
  readonly bits: number;
  /** Weights that share a scale; 0: one a matrix. */
  readonly groupSize: number;
}

/** T-MAC's models are quantised by GPTQ in groups of 128. */
const usualGroup = 128;

/** The model and bits of texts such as `Llama-2-7B (W2)`, `Llama-2-7B-4bit`, `BitNet-3B`; null where one of them is missing. */
export function modelOf(text: string): NamedModel | null {
  if (/bitnet.*3b/i.test(text)) return { model: 'bitnet-b1.58-3b', bits: 2, groupSize: 0 };
  const size = /llama-?2-(\d+)b/i.exec(text)?.[1];
  const bits = /W(\d)\b|(\d)-?bit/i.exec(text);
  const name = `llama-2-${size ?? ''}b`;
  if (size === undefined || bits === null || modelNamed(name) === undefined) return null;
  return { model: name, bits: Number(bits[1] ?? bits[2]), groupSize: usualGroup };
}

/** Linear layers of a token, lm_head left out. */
export function layersOf(model: string): readonly LinearShape[] {
  const spec = modelNamed(model);
  if (spec === undefined) throw new RangeError(`no model ${model}`);
  return decoderGraph(spec).groups.flatMap(({ repeat, ops }) => ops.flatMap((op) => (
    op.kind === 'linear' && op.name !== 'lm_head' ? [{ inputs: op.inFeatures, outputs: op.outFeatures, count: repeat }] : [])));
}

/** The kernel of an implementation on a machine. */
export function kernelOf(host: Host, { bits, groupSize }: NamedModel, implementation: Implementation): Kernel {
  return implementation === 'llama.cpp' ? ggmlKernel(host.vector, ggmlFormatOf(bits)) : tmacKernel(host.vector, bits, implementation === 't-mac-fast', groupSize);
}

/** Seconds of one token. */
export function secondsOf(host: Host, named: NamedModel, implementation: Implementation, threads: number): number {
  return tokenSeconds(kernelOf(host, named, implementation), layersOf(named.model), {
    clockHz: host.clockHz, threads, issue: implementation === 'llama.cpp' ? host.multiplyIssue : host.lookUpIssue,
    serialSecondsPerWeight: host.serialSecondsPerWeight, bytesPerSecond: host.bytesPerSecond,
  });
}

/** Whether the machine's constants were fitted on this token: BitNet b1.58 3B at the threads of the fit. */
export function wasFitted(host: Host, { model }: NamedModel, implementation: Implementation, threads: number): boolean {
  if (model !== 'bitnet-b1.58-3b') return false;
  const rows = implementation === 't-mac' ? host.lookUpRows : implementation === 'llama.cpp' ? [host.multiplyRow] : [];
  return rows.some((row) => row.threads === threads);
}
