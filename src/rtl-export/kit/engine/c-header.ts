import { beatBits } from '../design.js';
import type { Engine } from './engine.js';
import { wideSteps, weightField } from './dequantizer.js';
import { engineId, engineVersion, registerAddress, registerMap, type Register, type RegisterName } from './register-map.js';

/** What the names of the C files begin with. */
export const headerFile = 'archsim_engine.h';

/** The C header of an engine: offsets and fields of its registers, and what this engine is, as macros of C99. */
export function cHeader(engine: Engine): string {
  const { core: { design, layout }, streams, elementBits, activationDepth, resultDepth, dequantizer } = engine;
  const own: readonly (readonly [name: string, value: number, meaning: string])[] = [
    ['ACT_BEAT_BYTES', beatBits(streams.act) / 8, 'a beat of s_axis_act'],
    ['WGT_BEAT_BYTES', beatBits(streams.wgt) / 8, 'a beat of s_axis_wgt'],
    ...(streams.further === null ? [] : [['FURTHER_BEAT_BYTES', beatBits(streams.further) / 8, `a beat of s_axis_${streams.further.name}`] as const]),
    ['OUT_BEAT_BYTES', elementBits / 8, 'a result on m_axis_out, signed'],
    ['MAX_ACT_BEATS', activationDepth, 'beats of activations of a tile'],
    ['MAX_OUT_BEATS', resultDepth, 'N_TILES x OUT_BEATS'],
    ['TILE_FEATURES', layout.featureLanes * layout.featureBeats, 'features of a tile'],
    ...(dequantizer?.wide === true ? [['WIDE_BEATS', wideSteps(dequantizer, weightField(streams.coreWgt).weights.bits), 'beats of s_axis_wgt for a beat of the core in a wide job'] as const] : []),
    ['BEAT_TOKENS', layout.tokenLanes, 'tokens in a beat of results of the core'],
  ];
  return [
    `/* Registers of the engine ${engine.name} around the core ${design.core}. Made by archsim from the table that the Verilog is made from. */`,
    '#ifndef ARCHSIM_ENGINE_H', '#define ARCHSIM_ENGINE_H', '',
    ...macros([['ID_VALUE', hex(engineId), 'what ID reads as'], ['VERSION_VALUE', `${engineVersion}u`, 'what VERSION reads as']]),
    '', '/* This engine */', ...macros(own.map(([name, value, meaning]) => [name, `${value}u`, meaning])),
    ...registerMap.flatMap((register) => registerLines(register)),
    '', '#endif', '',
  ].join('\n');
}

function registerLines(register: (typeof registerMap)[number]): readonly string[] {
  const { name, access, meaning, fields }: Register & { readonly name: RegisterName } = register;
  const lines: (readonly [string, string, string])[] = [[`${name}_OFFSET`, hex(registerAddress(name), 2), fields.length === 0 ? '' : 'bytes']];
  for (const field of fields.filter((one) => one.name !== 'COUNT')) {
    lines.push([`${name}_${field.name}_SHIFT`, `${field.low}u`, field.meaning], [`${name}_${field.name}_MASK`, hex((2 ** field.bits - 1) * 2 ** field.low), '']);
    for (const [value, number] of Object.entries(field.values ?? {})) lines.push([`${name}_${field.name}_${value}`, `${number}u`, '']);
  }
  return ['', `/* ${name} (${access === 'state' ? 'read only' : access === 'command' ? 'write' : 'read and write'}): ${meaning} */`, ...macros(lines)];
}

function macros(lines: readonly (readonly [name: string, value: string, meaning: string])[]): readonly string[] {
  const widest = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value, meaning]) => `#define ARCHSIM_ENGINE_${name.padEnd(widest)} ${value}${meaning === '' ? '' : `  /* ${meaning} */`}`);
}

function hex(value: number, digits = 8): string {
  return `0x${value.toString(16).padStart(digits, '0')}u`;
}
