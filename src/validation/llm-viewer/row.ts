import type { ReferenceRow } from '../system.js';
import { machines } from './machines.js';
import { modelOf } from './models.js';
import type { Request, Stage } from './request.js';
import { missingPeak } from './roofline.js';

/** The largest figures that are taken for a real question; products of them stay finite. */
const most = { batch: 2 ** 24, tokens: 2 ** 27, bits: 64 } as const;

/** Typed access to the fields of a row that collects what is wrong with them. */
interface RowReader {
  readonly problems: string[];
  text(field: string): string;
  /** An integer from `least` to `limit`. */
  integer(field: string, limit: number, least?: number): number;
  flag(field: string): boolean;
}

function readerOf(row: ReferenceRow): RowReader {
  const problems: string[] = [];
  const wrong = (field: string, rule: string): void => {
    problems.push(Object.hasOwn(row, field) ? `${field} must be ${rule}, got ${JSON.stringify(row[field]) ?? 'undefined'}` : `${field} is missing`);
  };
  return {
    problems,
    text(field) {
      const value = row[field];
      if (typeof value === 'string') return value;
      wrong(field, 'a text');
      return '';
    },
    integer(field, limit, least = 1) {
      const value = row[field];
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= limit) return value;
      wrong(field, `an integer from ${least} to ${limit}`);
      return NaN;
    },
    flag(field) {
      const value = row[field];
      if (typeof value === 'boolean') return value;
      wrong(field, 'true or false');
      return false;
    },
  };
}

/** A request and the lengths that its section asks for, or the reason why there is no answer. */
type Asked<Lengths> = { readonly request: Request; readonly lengths: Lengths } | string;

function requestOf<Lengths>(row: ReferenceRow, lengthsOf: (reader: RowReader) => Lengths & { readonly flash: boolean }): Asked<Lengths> {
  const reader = readerOf(row);
  const id = reader.text('model');
  const hardware = reader.text('hardware');
  const numbers = {
    batch: reader.integer('batch', most.batch),
    weightBits: reader.integer('w_bit', most.bits), activationBits: reader.integer('a_bit', most.bits), cacheBits: reader.integer('kv_bit', most.bits),
  };
  const lengths = lengthsOf(reader);
  if (reader.problems.length > 0) return reader.problems.join('; ');
  const model = modelOf(id);
  if (typeof model === 'string') return model;
  const machine = machines.find(({ name }) => name === hardware);
  if (machine === undefined) return `unknown hardware "${hardware}": LLM-Viewer has ${machines.map(({ name }) => name).join(', ')}`;
  const request = { ...model, machine, ...numbers, flash: lengths.flash };
  return missingPeak(request) ?? { request, lengths };
}

/** A row of `rows` or `flash_corrected_rows`: one stage of the tool at one sequence length. */
export function stageRequest(row: ReferenceRow): Asked<{ readonly stage: Stage; readonly tokens: number }> {
  return requestOf(row, (reader) => ({ stage: stageIn(reader), tokens: reader.integer('seqlen', most.tokens), flash: reader.flag('flash') }));
}

function stageIn(reader: RowReader): Stage {
  const stage = reader.text('stage');
  if (stage === 'prefill' || stage === 'decode') return stage;
  if (stage !== '') reader.problems.push(`stage must be prefill or decode, got "${stage}"`);
  return 'prefill';
}

/** A row of `generate_rows`: a prompt and the tokens generated after it. The tool's task has no flash attention. */
export function generateRequest(row: ReferenceRow): Asked<{ readonly promptTokens: number; readonly outputTokens: number }> {
  return requestOf(row, (reader) => ({ promptTokens: reader.integer('prompt_len', most.tokens), outputTokens: reader.integer('gen_len', most.tokens, 0), flash: false }));
}
