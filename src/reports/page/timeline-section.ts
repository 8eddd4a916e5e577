import type { Slice } from '../../sim/engine/event/timeline.js';
import { timelineFigure, timelineTable } from '../figures/timeline.js';
import { figure, section, type Place } from './section.js';

/** What happens when in one prefill pass and one decode step; nothing where no timeline is known. Above one that can be zoomed is room for what a reader does that with. */
export function timelineSection(slices: readonly Slice[], place: Place, isZoomed: boolean): string {
  if (slices.length === 0) return '';
  return section(place, 'Timeline', figure((width) => timelineFigure(slices, { width, embedStyle: false }),
    'One prefill pass and one decode step. Before a slice, hatched, why its unit stood still; what repeats is one slice with its number of repetitions.', timelineTable(slices), 'timeline', isZoomed));
}
