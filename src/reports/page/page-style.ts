import { figureStyle } from '../figures/figure-style.js';
import { darkPalette, lightPalette, type Palette } from '../figures/palette.js';
import { phoneStyle, wideStyle } from './layout-style.js';
import { printStyle } from './print-style.js';
import { whatIfStyle } from './what-if-style.js';

/** The style sheet of a report page: light, dark where the screen asks for it, and what telephones, wide screens and paper have otherwise. */
export const pageStyle = `:root{color-scheme:light dark;${variables(lightPalette)}--bad:#b3261e;--soft:#f5f7f9;--shade:#0003}
@media screen and (prefers-color-scheme:dark){:root{${variables(darkPalette)}--bad:#ff8a80;--soft:#1e2329;--shade:#fff4}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:84rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1,h2,h3{line-height:1.25;overflow-wrap:anywhere}
h1{font-size:1.6rem;margin:0 0 .5rem}h2,h3{font-size:1.15rem;margin:2.2rem 0 .6rem}
.result+.result,.comparison+.result{border-top:2px solid var(--line);margin-top:3rem}
.result>h2,.comparison>h2{font-size:1.4rem}
p{margin:.4rem 0;max-width:80ch;overflow-wrap:anywhere}
.answer{font-size:1.15rem}
.muted,figcaption{color:var(--muted)}
.bad{color:var(--bad)}
.notice{border-left:4px solid var(--line);background:var(--soft);padding:.5rem .9rem;margin:.9rem 0}
.notice.bad{border-color:var(--bad)}.notice.warning{border-color:var(--memory)}
.notice :is(h2,h3){margin:.1rem 0}.notice *{color:inherit}
ul{margin:.3rem 0;padding-left:1.2rem}li{overflow-wrap:anywhere}
dl.numbers{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.2rem,1fr));gap:.75rem;margin:1.25rem 0}
dl.numbers div{display:flex;flex-direction:column;justify-content:space-between;border:1px solid var(--line);border-radius:6px;padding:.5rem .7rem}
dl.numbers dt{color:var(--muted);font-size:.85rem;line-height:1.3}
dl.numbers dd{margin:.15rem 0 0;font-size:1.2rem;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
dl.numbers dd.missing{font-size:1rem;color:var(--muted);padding-top:.2rem}
figure{display:flex;flex-wrap:wrap;align-items:flex-start;gap:0 .8rem;margin:.5rem 0}
figure>*{flex:0 0 100%;min-width:0}
figure>:is(.tools,.digits){flex:0 1 auto;max-width:100%}figure>:is(.tools:first-child,.digits[open]){flex:0 0 100%}
figcaption{font-size:.9rem;max-width:70ch;margin-top:.2rem;overflow-wrap:anywhere}
figure svg{display:block;max-width:100%;height:auto}
figure .narrow{display:none}
figure+figure{margin-top:1.2rem}
.scroll{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{padding:.28rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--line);white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:500;overflow-wrap:break-word;max-width:18rem}
table[data-sortable]{font-size:.8rem}table[data-sortable] :is(th,td){padding:.26rem .36rem}
table[data-sortable] :is(thead th:first-child,tbody th){position:sticky;left:0;background:var(--surface)}
.number{text-align:right;white-space:nowrap}
.text{overflow-wrap:break-word;max-width:40rem}
th button{position:relative;font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th button::after{content:"";position:absolute;left:100%}
th[aria-sort=ascending] button::after{content:"↑"}th[aria-sort=descending] button::after{content:"↓"}
a{color:var(--compute)}
ul.explain,ul.explain ul{list-style:none;padding-left:1.1rem;border-left:1px solid var(--line)}ul.explain summary{cursor:pointer}details.explained{margin:.3rem 0}details.explained>summary{cursor:pointer}
.tools{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;min-height:1.9rem;margin:.35rem 0;font-size:.85rem}@media (scripting:none){.tools:empty{display:none}}
.tools .filter{display:flex;flex:0 1 26rem;gap:.5rem;align-items:center;min-width:0}.filter input{flex:1 1 6rem;min-width:5rem}
.tools button,details.digits>summary,.panel button{font:inherit;color:var(--ink);background:var(--soft);border:1px solid var(--line);border-radius:5px;padding:.15rem .6rem;cursor:pointer}
details.digits{font-size:.85rem;margin:.45rem 0}details.digits>summary{width:max-content}
details.digits .scroll{overflow:auto;max-height:24rem}details.digits thead th{position:sticky;top:0;background:var(--surface)}
input,select{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--muted);border-radius:5px;padding:.2rem .45rem;max-width:100%}
.tip{position:fixed;left:0;top:0;z-index:9;pointer-events:none;max-width:min(26rem,90vw);background:var(--ink);color:var(--surface);font-size:.85rem;padding:.35rem .6rem;border-radius:5px;overflow-wrap:anywhere}
.fig .at,.fig .linked{stroke:var(--ink);stroke-width:2px}tr.linked>*{background:var(--soft)}
:focus-visible{outline:2px solid var(--compute);outline-offset:2px}
pre,code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.85rem}
pre{background:var(--soft);padding:.6rem .9rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0}
${whatIfStyle}${phoneStyle}
${wideStyle}
${printStyle}
${figureStyle}`;

function variables(palette: Palette): string {
  return Object.entries(palette).map(([name, colour]) => `--${name}:${colour as string};`).join('');
}
