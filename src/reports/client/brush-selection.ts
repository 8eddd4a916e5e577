import { binCount, binsText, type Bins } from '../figures/axis-bins.js';
import { numberText } from '../quantity-text.js';
import type { BrushData } from '../page/brush-columns.js';

/** By axis, the parts that a reader has selected; null for an axis where all are. */
export type Selection = readonly (Bins | null)[];

/** The designs of a search as columns of bytes. */
export interface Designs {
  /** The place of a design by the number of its evaluation; undefined for one that is not there. */
  readonly placeOf: (id: string) => number | undefined;
  /** For each place 1 where the design is inside a selection. */
  readonly inside: (selection: Selection) => Uint8Array;
  /** How many of these are legal. */
  readonly legalOf: (inside: Uint8Array) => number;
}

export function designsOf({ runs, legal, bins }: BrushData): Designs {
  const places = new Map<number, number>();
  for (let run = 0; run < runs.length; run += 2) for (let i = 0; i < runs[run + 1]!; i++) places.set(runs[run]! + i, places.size);
  const isLegal = bytes(legal);
  const columns = bins.map(bytes);
  return {
    placeOf: (id) => places.get(Number(id)),
    inside: (selection) => {
      const inside = new Uint8Array(isLegal.length).fill(1);
      selection.forEach((selected, axis) => {
        if (selected === null) return;
        const [first, last] = selected;
        const column = columns[axis]!;
        for (let i = 0; i < inside.length; i++) if (column[i]! < first || column[i]! > last) inside[i] = 0;
      });
      return inside;
    },
    legalOf: (inside) => inside.reduce((count, is, i) => count + (is & isLegal[i]!), 0),
  };
}

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Parts of an axis, or null where these are all. */
export function selected({ axes }: BrushData, axis: number, first: number, last: number): Bins | null {
  const count = binCount(axes[axis]!);
  const [from, to] = [Math.max(0, Math.min(first, last)), Math.min(count - 1, Math.max(first, last))];
  return from === 0 && to === count - 1 ? null : [from, to];
}

/** What is selected, for the address of the page. */
export function selectionText(selection: Selection): string {
  return selection.flatMap((bins, axis) => (bins === null ? [] : [`${axis}-${bins.join('-')}`])).join('_');
}

/** Reads what `selectionText` wrote; what no axis has is passed over. */
export function selectionIn(data: BrushData, text: string): Selection {
  const found: (Bins | null)[] = data.axes.map(() => null);
  for (const part of text.slice(0, 1000).split('_')) {
    const [, axis, first, last] = (/^(\d{1,3})-(\d{1,3})-(\d{1,3})$/.exec(part) ?? []).map(Number);
    if (axis !== undefined && data.axes[axis] !== undefined && first! <= last! && last! < binCount(data.axes[axis])) found[axis] = selected(data, axis, first!, last!);
  }
  return found;
}

/** How many designs are inside, and what that means: `37 of 1,204 legal designs have latency 10 ms to 20 ms`. */
export function countText({ axes, spreadOver }: BrushData, selection: Selection, inside: number, all: number): string {
  const ends = selection.flatMap((bins, axis) => (bins === null ? [] : [binsText(axes[axis]!, bins)]));
  const told = ends.length < 2 ? ends.join('') : `${ends.slice(0, -1).join(', ')} and ${ends.at(-1)!}`;
  const which = spreadOver === null ? '' : `, spread evenly over ${numberText(spreadOver)} evaluated ones,`;
  return `${numberText(inside)} of ${numberText(all)} legal designs${which} ${inside === 1 ? 'has' : 'have'} ${told}; the others are dimmed, and not in the table.`;
}
