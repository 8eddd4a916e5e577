import picocolors from 'picocolors';
import type { MappingResult, SimulationResult } from '../../sim/model/result.js';
import { bitsText, machineText } from '../answer.js';
import { phaseNames } from '../operator-share.js';
import { areaBlock, assumptionsBlock, comparisonBlocks, memoryBlock, notModelledBlock, publishedBlock, reasonsBlock, resourcesBlock, totalsBlock, warningsBlock } from './answer-blocks.js';
import { clipped, flow, type Block } from './block.js';
import { operatorsBlock, phasesBlock } from './phase-blocks.js';
import { displayWidth, printable, wrapped } from './plain-text.js';

export interface RunTableOptions {
  /** Escape codes for titles and verdicts. */
  readonly colour: boolean;
  /** Columns of the terminal; fewer than 40 are taken as 40. */
  readonly width: number;
}

type Colours = ReturnType<typeof picocolors.createColors>;

/** What `archsim run` prints on a terminal: the answer first, then why, then what it rests on. Like every text here it has no line end of its own. */
export function runTable(result: SimulationResult, options: RunTableOptions): string {
  const width = Number.isFinite(options.width) ? Math.max(40, Math.floor(options.width)) : 80;
  const colours = picocolors.createColors(options.colour);
  const groups: (Block | null)[][] = [
    [phasesBlock(result, width), totalsBlock(result), memoryBlock(result), resourcesBlock(result, width), areaBlock(result, width)],
    phaseNames.map((phase) => operatorsBlock(result, phase, width)),
    [publishedBlock(result, width), ...comparisonBlocks(result, width), reasonsBlock(result, width), warningsBlock(result, width), assumptionsBlock(result, width), notModelledBlock(result, width)],
  ];
  const present = groups.map((group) => group.filter((block) => block !== null));
  const blocks = [...flow(present[0]!, width), ...present.slice(1).flat()];
  const parts = [headLines(result, width, colours), ...blocks.map((block) => blockLines(clipped(block, width), colours))];
  return parts.map((lines) => lines.map((line) => line.trimEnd()).join('\n')).join('\n\n');
}

/** Model, device and family; scheme; scenario; the verdict when the design does not fit. */
function headLines(result: SimulationResult, width: number, colours: Colours): string[] {
  const { architecture, workload } = result;
  const scenario = [`batch ${workload.batch}`, counted(workload.promptTokens, 'prompt token'), counted(workload.outputTokens, 'output token'), `${result.fidelity} model`];
  return [
    ...wrapped(printable(`${workload.model} on ${architecture.device} (${machineText(result)})`), width).map((line) => colours.bold(line)),
    ...wrapped(printable(`${workload.quantization}, ${bitsText(result)}`), width),
    ...wrapped(printable(scenario.join(', ')), width),
    ...(result.mapping === undefined ? [] : wrapped(mappingText(result.mapping), width)),
    ...(result.feasible ? [] : [colours.red('does not fit: see the reasons below')]),
  ];
}

/** How many products run in another way than the rule has it, and what that changes of their time. */
function mappingText({ chosenBy, operators }: MappingResult): string {
  const changed = operators.filter(({ latencySeconds, ruleSeconds }) => latencySeconds !== ruleSeconds).length;
  const [taken, rule] = (['latencySeconds', 'ruleSeconds'] as const).map((time) => operators.reduce((sum, operator) => sum + operator[time], 0));
  const difference = rule === 0 ? 0 : (100 * (rule! - taken!)) / rule!;
  const effect = `matrix products take ${Math.abs(difference).toFixed(1)} % ${difference < 0 ? 'more' : 'less'} than by the rule (closed form)`;
  return `mapping ${chosenBy === 'search' ? 'searched' : 'given'}: ${changed} of ${operators.length} changed, ${effect}`;
}

function blockLines(block: Block, colours: Colours): string[] {
  const paint = block.tone === 'bad' ? colours.red : block.tone === 'warning' ? colours.yellow : colours.bold;
  return [paint(block.title), ...block.lines.map((line) => (displayWidth(line.replace(/[─ ]/g, '')) === 0 ? colours.dim(line) : line))];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
