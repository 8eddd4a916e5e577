import picocolors from 'picocolors';
import type { SizeResult } from '../../serving/size/size-result.js';
import { numberText, siText, unknownText } from '../quantity-text.js';
import { printable, wrapped } from './plain-text.js';
import type { RunTableOptions } from './run-table.js';
import { figureText } from './scenario-table.js';
import { tableLinesWithin } from './table.js';

/** What `archsim size` prints: how many devices, what each must have, and what binds. */
export function sizeTable(size: SizeResult, { colour, width: given }: RunTableOptions): string {
  const width = Number.isFinite(given) ? Math.max(40, Math.floor(given)) : 80;
  const colours = picocolors.createColors(colour);
  const { scenario, devicesAsGiven, resources, targets, reasons, notes } = size;
  const sections = [
    [...wrapped(printable(`${scenario.name}: ${scenario.kind}`), width).map((line) => colours.bold(line)), ...wrapped(answer(size), width)],
    ...(reasons.length === 0 ? [] : [[colours.red('Reasons'), ...reasons.flatMap((reason) => wrapped(`- ${printable(reason)}`, width, '  '))]]),
    ...(resources === null ? [] : [[colours.bold(`Each of ${spread(size.devices, size.parallelism)}`), ...tableLinesWithin(width, ['', 'least', 'of the device', 'floor', '1 % less misses'], resources.map(({ name, least, unit, given: has, floor, binds }) => [
      name, siText(least, unit), has === null ? unknownText : siText(has, unit), siText(floor, unit), binds.length === 0 ? 'nothing' : binds.join(', '),
    ]), ['left', 'right', 'right', 'right', 'left'])]]),
    ...(resources === null ? [] : [[colours.bold('Targets'), ...tableLinesWithin(width, ['', 'target', 'reached'], targets.map(({ name, target, unit, value }) => [name, figureText({ value: target, unit }), figureText({ value, unit })]), ['left', 'right', 'right'])]]),
    [colours.bold('Devices as they are'), ...tableLinesWithin(width, ['', 'misses'], devicesAsGiven.tried.map(({ devices, parallelism, missed }) => [spread(devices, parallelism), missed.length === 0 ? 'nothing' : missed.join(', ')]), ['left', 'left'])],
    [colours.bold('Notes'), ...notes.flatMap((note) => wrapped(`- ${printable(note)}`, width, '  '))],
  ];
  return sections.map((lines) => lines.map((line) => line.trimEnd()).join('\n')).join('\n\n');
}

function answer({ devicesAsGiven, resources, devices }: SizeResult): string {
  const { tried } = devicesAsGiven;
  const most = tried.at(-1)?.devices ?? 1;
  const given = devicesAsGiven.devices === null ? `up to ${most} devices as they are are not enough` : `${numberText(devicesAsGiven.devices)} device${devicesAsGiven.devices === 1 ? '' : 's'} as given ${devicesAsGiven.devices === 1 ? 'is' : 'are'} enough`;
  if (resources === null) return `${given}; and no device is fast enough.`;
  const [bandwidth, compute, memory] = resources.map(({ least, unit }) => siText(least, unit));
  return `${given}; ${devices === 1 ? 'one device' : `each of ${devices} devices`} needs ${memory} of memory at ${bandwidth}, and ${compute}.`;
}

function spread(devices: number, { tensor, pipeline, expert }: SizeResult['parallelism']): string {
  const ways = ([['tensor', tensor], ['pipeline', pipeline], ['expert', expert]] as const).filter(([, count]) => count > 1).map(([name, count]) => `${name} ${count}`);
  return `${devices} device${devices === 1 ? '' : 's'}${ways.length === 0 ? '' : ` (${ways.join(', ')})`}`;
}
