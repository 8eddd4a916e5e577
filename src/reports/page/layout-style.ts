/** Columns of a table that may have their heads beside them. */
const labelled = Array.from({ length: 11 }, (_, i) => i + 2);

/**
 * A telephone: figures in their narrow drawing; tables of texts as cards, a cell a line with the head of its column before it (`--h1`, `--h2`, ... of the table); other tables scroll,
 * with a shade at the end behind which there is more.
 */
export const phoneStyle = `@media screen and (max-width:47rem){main{padding:1rem .8rem 3rem}figure .wide{display:none}figure .narrow{display:block}dl.numbers{gap:.5rem}
tbody th{min-width:6rem;max-width:11rem}.phases .number,table:not([data-sortable]) thead .text{white-space:normal}table[data-sortable]:not(.cards){width:max-content}.text{max-width:24rem}
table:not([data-sortable]) :is(th,td){padding:.28rem .45rem}table:not([data-sortable]) :is(th,td):first-child{padding-left:0}
table:not([data-sortable]):not([data-figure]) td.text{overflow-wrap:anywhere;min-width:5rem}
.scroll{background:linear-gradient(var(--surface),var(--surface)) 0 0/1.2rem 100% local,linear-gradient(var(--surface),var(--surface)) 100% 0/1.2rem 100% local,linear-gradient(to right,var(--shade),transparent) 0 0/.7rem 100% scroll,linear-gradient(to left,var(--shade),transparent) 100% 0/.7rem 100% scroll;background-repeat:no-repeat}
.cards,.cards :is(tbody,tr,th,td){display:block;max-width:none;border:0}.cards{width:100%}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards[data-sortable] thead{position:static;width:auto;height:auto;clip-path:none;border-bottom:2px solid var(--line)}
.cards[data-sortable] thead tr{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;padding:.2rem 0}.cards[data-sortable] thead th{padding:0;position:static}
.cards tbody tr{border-bottom:1px solid var(--line);padding:.45rem 0}
.cards tbody tr>*,.cards[data-sortable] tbody tr>*{padding:.1rem 0}.cards tbody th{position:static;font-weight:600}
.cards tbody :is(th,td){display:flow-root;padding-left:7.8rem!important;text-align:left;white-space:normal;overflow-wrap:anywhere}.cards tbody :is(th,td):empty{display:none}
.cards tbody :is(th,td)::before{float:left;width:7.4rem;margin-left:-7.8rem;font-size:.8rem;font-weight:400;line-height:1.7;color:var(--muted);overflow-wrap:break-word}
.cards tbody th::before{content:var(--h1)}
${labelled.map((column) => `.cards td:nth-child(${column})::before{content:var(--h${column})}`).join('')}}`;

/** Columns of a wide screen: what is said of a figure stands beside it, and short parts beside each other. */
export const wideStyle = `@media screen and (min-width:75rem){figure:has(>.frame){display:grid;grid-template-columns:880px minmax(0,1fr);grid-template-rows:repeat(4,auto) 1fr;column-gap:2rem}
figure>.frame{grid-column:1;grid-row:1/6}figure:has(>.tools:first-child)>.frame{grid-row:2/6}figure:has(>.frame)>:is(figcaption,.digits,.tools){grid-column:2}figure>.tools:first-child{grid-area:1/1/2/3!important}
.the-best-design,.the-knee-of-the-front{float:left;margin:0 4rem 2.2rem 0}.why-it-is-not-better{display:flow-root}.result>section:not(.why-it-is-not-better){clear:both}}`;
