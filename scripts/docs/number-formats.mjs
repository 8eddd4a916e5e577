import { block, figure, table } from './markdown.mjs';

export const path = 'docs/number-formats.md';

/** What stands between the markers of the document. */
export function parts({ product }) {
  return { datatypes: formatTable(product) };
}

function formatTable({ codecs, bitsPerWeightOf }) {
  return block(table(['Name', 'What it is', 'Group', 'Bits a weight', 'Source'], codecs().map((codec) => {
    const group = codec.group.usual === 0 ? 'tensor' : `${codec.group.usual}${codec.group.fixed ? ' (fixed)' : ''}`;
    return [`\`${codec.name}\``, codec.summary, group, figure(bitsPerWeightOf(codec, codec.group.usual)), codec.source];
  })));
}
