import type { SimulationResult } from '../../sim/model/result.js';
import { fabricNames, usedShareText } from '../fabric.js';
import { fitsText } from '../key-numbers.js';
import { numberText, siText, unknownText } from '../quantity-text.js';
import { htmlTable } from './html-table.js';
import { paragraph, resultFigure, section, type Place } from './section.js';

/** What the workload takes of the memory, and the design of the chip. */
export function hardwareSection(result: SimulationResult, place: Place): string {
  const hasParts = result.resources !== null || result.area !== null;
  return section(place, 'Memory and resources', resultFigure('memory', result), memoryTable(result, place), ...(hasParts ? [resultFigure('resources', result)] : []), ...resourceTable(result, place));
}

function memoryTable({ memory }: SimulationResult, place: Place): string {
  const rows = [
    ['Weights', siText(memory.weightBytes, 'B')],
    ['of them streamed by matrix work', siText(memory.linearWeightBytes, 'B')],
    ['of them in embedding tables', siText(memory.embeddingBytes, 'B')],
    ['KV cache', siText(memory.kvCacheBytes, 'B')],
    ['Activations, peak', siText(memory.activationPeakBytes, 'B')],
    ['Held in main memory', siText(memory.heldBytes, 'B')],
    ['Capacity', siText(memory.capacityBytes, 'B', unknownText)],
    ['Fits', fitsText(memory.fits)],
  ];
  return htmlTable({ label: `Memory${place.of}`, columns: [{ head: 'Quantity', kind: 'text' }, { head: 'Value', kind: 'number' }], rows });
}

function resourceTable({ resources }: SimulationResult, place: Place): string[] {
  if (resources === null) return [paragraph('The device has no programmable fabric, or its use is not modelled.', 'muted')];
  const rows = fabricNames.map(([key, label]) => {
    const { used, available, quality, source } = resources[key];
    return [label, numberText(used), numberText(available, unknownText), usedShareText(used, available), quality ?? '–', source === '' ? '–' : source];
  });
  const numbers = ['Used', 'Available', 'Share'].map((head) => ({ head, kind: 'number' as const }));
  const texts = ['Quality', 'Source'].map((head) => ({ head, kind: 'text' as const }));
  return [paragraph('FPGA resources, of what the shell leaves:', 'muted'), htmlTable({ label: `FPGA resources${place.of}`, columns: [{ head: 'Resource', kind: 'text' }, ...numbers, ...texts], rows })];
}
