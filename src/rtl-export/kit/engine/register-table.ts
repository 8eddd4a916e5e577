import { tableCell } from '../plain-text.js';
import { registerAddress, registerMap, type Register, type RegisterName } from './register-map.js';

const accessNames: Readonly<Record<Register['access'], string>> = { command: 'write', setting: 'read, write', state: 'read' };

/** The registers as a table of Markdown. */
export function registerTable(): string {
  const rows = registerMap.flatMap((register) => {
    const { name, access, meaning, fields }: Register & { readonly name: RegisterName } = register;
    const first = `| 0x${registerAddress(name).toString(16).padStart(2, '0')} | \`${name}\` | ${accessNames[access]} | | ${tableCell(meaning)} |`;
    return [first, ...fields.map((field) => {
      const values = Object.entries(field.values ?? {}).map(([value, number]) => `${number} ${value}`).join(', ');
      const bits = field.bits === 1 ? String(field.low) : `${field.low + field.bits - 1}:${field.low}`;
      return `| | \`${field.name}\` | | ${bits} | ${tableCell(field.meaning)}${values === '' ? '' : ` (${values})`} |`;
    })];
  });
  return ['| address | register, field | access | bits | meaning |', '|---|---|---|---|---|', ...rows].join('\n');
}
