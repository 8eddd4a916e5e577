import { formatSi } from '../sim/core/units.js';
import type { SimulationResult } from '../sim/model/result.js';
import { fabricNames } from './fabric.js';
import { inputText, isKnown, numberText, siText } from './quantity-text.js';

type Reason = SimulationResult['reasons'][number];

/** The answer of a simulation in one sentence: how fast and bound by what, or why the design does not fit. */
export function answerSentence(result: SimulationResult): string {
  const { workload, architecture } = result;
  const subject = `${workload.model} in ${workload.quantization} (${bitsText(result)}) on ${architecture.device}`;
  if (!result.feasible) {
    const reasons = result.reasons.map((reason) => reasonText(reason)).join('; ');
    return `${subject} does not fit${reasons === '' ? '' : `: ${reasons}`}.`;
  }
  const speed = speedText(result);
  return speed === '' ? `${subject}: speed not modelled.` : `${subject} ${speed}${bindingText(result)}.`;
}

/** `3.5 bits per weight`, or that it is unknown. */
export function bitsText(result: SimulationResult): string {
  return `${inputText(result.workload.bitsPerWeight)} bits per weight`;
}

/** The family of a machine, and its name where that says more: `dsp-chain, flightllm`. */
export function machineText({ architecture: { family, name, device } }: SimulationResult): string {
  return name === family || name === `${family} on ${device}` ? family : `${family}, ${name}`;
}

/** One limit that the design exceeds, with both figures: `DSP: 12,000 needed, 9,020 available`. */
export function reasonText(reason: Reason): string {
  const inBytes = /\bbytes$/i.test(reason.resource);
  const write = (value: number): string => (inBytes ? siText(value, 'B') : numberText(value));
  const subject = fabricNames.find(([key]) => key === reason.resource)?.[1] ?? reason.resource.replace(/,? bytes$/i, '');
  return `${subject}: ${write(reason.used)} needed, ${write(reason.available)} available`;
}

/** True when the run has no decode step, because the prefill already yields the only output token. */
export function hasNoDecodeSteps(result: SimulationResult): boolean {
  return result.phases.decode === null && result.workload.outputTokens < 2;
}

function speedText(result: SimulationResult): string {
  const { totals, phases, workload } = result;
  const parts: string[] = [];
  if (isKnown(totals.firstTokenSeconds)) parts.push(`gives its first token after ${formatSi(totals.firstTokenSeconds, 's')}`);
  if (phases.decode !== null && isKnown(phases.decode.tokensPerSecond)) {
    const each = isKnown(totals.secondsPerOutputToken) ? ` (${formatSi(totals.secondsPerOutputToken, 's')} a step)` : '';
    const batch = workload.batch > 1 ? ` for a batch of ${workload.batch}` : '';
    parts.push(`decodes ${numberText(phases.decode.tokensPerSecond)} token/s${each}${batch}`);
  }
  return parts.join(' and ');
}

function bindingText(result: SimulationResult): string {
  const phase = result.phases.decode ?? result.phases.prefill;
  if (phase === null) return '';
  return `, ${result.phases.decode === null ? 'prefill' : 'decode'} bound by ${phase.bindingResource}`;
}
