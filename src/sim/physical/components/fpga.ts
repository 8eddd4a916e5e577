import { notModelled } from '../../core/estimate.js';
import type { Component } from '../../model/component.js';

export type FpgaPrimitive = 'LUT6' | 'FF' | 'DSP48E1' | 'DSP48E2' | 'DSP58' | 'RAMB36' | 'URAM288';

/**
 * A primitive of an FPGA: neither its silicon nor its energy an action is published (vendors give power tools, not tables). How many a design takes is
 * counted by its family.
 */
export function fpgaPrimitive(primitive: FpgaPrimitive): Component {
  return {
    name: primitive,
    area: notModelled(`the silicon area of a ${primitive} is not published`),
    energy: notModelled(`no table of the energy of an action of a ${primitive} is published; it follows with the vendor's power tool`),
  };
}
