/** Numbers and tables as texts of Markdown. */

export const percent = (share) => (share === 0 ? '0 %' : share < 1e-5 ? '< 0.001 %' : `${(share * 100).toFixed(share < 0.001 ? 4 : 2)} %`);
export const milliseconds = (seconds) => `${(seconds * 1e3).toFixed(3)} ms`;
export const figure = (value) => (Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : String(Number(value.toPrecision(5))));
export const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
export const table = (head, rows) => [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');

/** A part between two markers stands between empty lines, so that it is a table and not a paragraph. */
export const block = (text) => `\n${text}\n`;
