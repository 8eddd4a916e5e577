import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { escapeHtml, scriptJson } from '../html.js';
import { clientCode } from './client-code.js';
import { pageStyle } from './page-style.js';
import { savedData, toolsPlace } from './tools-place.js';

/** A page: what is read, and what its script finds beside it. */
export interface HtmlDocument {
  readonly title: string;
  /** Markup of the main part, escaped where it must be. */
  readonly body: string;
  /** After so many seconds the page loads itself again. */
  readonly refreshSeconds?: number | null;
  /** Values by the id of the element that holds them as JSON. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Programs by the id of the element that holds them as text: they run in workers only. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** One HTML file that loads nothing. Its policy names the one script that may run, by digest; workers come from the file itself. */
export function htmlDocument({ title, body, refreshSeconds = null, data = {}, programs = {} }: HtmlDocument): string {
  const policy = `default-src 'none'; script-src 'sha256-${btoa(String.fromCharCode(...sha256(utf8ToBytes(clientCode))))}'; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:; base-uri 'none'; form-action 'none'`;
  const values = Object.entries(data).map(([id, value]) => `<script type="application/json" id="${escapeHtml(id)}">${scriptJson(value)}</script>`);
  const texts = Object.entries(programs).map(([id, text]) => `<script type="text/plain" id="${escapeHtml(id)}">${scriptJson(text)}</script>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${refreshSeconds === null ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`}<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${savedData.some(({ id }) => Object.hasOwn(data, id)) ? `${toolsPlace}\n` : ''}${body}
</main>
${[...values, ...texts].join('\n')}
<script>${clientCode}</script>
</body>
</html>
`;
}
