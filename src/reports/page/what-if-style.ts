/** The panel of settings: what comes out stays in sight beside them, on a telephone above them. */
export const whatIfStyle = `
.what-if form{display:grid;grid-template-columns:minmax(0,1fr);column-gap:2.5rem}
.what-if .knobs{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(16rem,100%),1fr));gap:.35rem 1.4rem;margin:.4rem 0;align-content:start}
.what-if .knob{display:grid;grid-template:"label was" minmax(1.75rem,auto) "meaning meaning" 1fr "entry entry" auto "problem problem" minmax(1.3rem,auto)/1fr auto;gap:.1rem .5rem;border-left:3px solid transparent;padding-left:.5rem;min-width:0}
.what-if .knob.changed{border-left-color:var(--compute)}
.what-if .knob>:is(label,b){grid-area:label;align-self:center;font-weight:600;overflow-wrap:anywhere}
.what-if .meaning{grid-area:meaning;font-size:.8rem;line-height:1.35;overflow-wrap:anywhere}
.what-if .entry{grid-area:entry;display:flex;gap:.5rem;align-items:center}
.what-if .entry input[type=text]{width:8.5rem;flex:none}
.what-if .entry input[type=range]{flex:1;min-width:4rem;min-height:1.5rem;padding:0;accent-color:var(--compute)}
.what-if .entry select{width:100%}
.what-if .entry input[type=checkbox]{width:1.5rem;height:1.5rem;accent-color:var(--compute)}
.what-if .told{display:contents;font-size:.82rem;overflow-wrap:anywhere}
.what-if .was{grid-area:was;align-self:center;font-size:.82rem}.what-if .problem{grid-area:problem;line-height:1.3}
.what-if .told:has(.problem:not(:empty)) .was{display:none}
.what-if .outcome{min-width:0;background:var(--surface)}
.what-if .answer-area{min-height:19rem}
.what-if .answer-area table{font-size:.85rem}.what-if .answer-area :is(th,td){padding:.28rem .35rem}.what-if .answer-area td{white-space:nowrap}
.what-if .sweep{min-height:18rem}.what-if .sweep svg{display:block;max-width:100%;height:auto}
.what-if button:disabled{opacity:.5;cursor:default}@media (scripting:none){.what-if{display:none}}
.what-if details>summary{cursor:pointer;margin:.6rem 0}
@media screen and (min-width:75rem){.what-if form{grid-template-columns:minmax(0,1fr) 25rem}.what-if form>*{grid-column:1}.what-if .outcome{grid-area:1/2/span 3/3;align-self:start;position:sticky;top:.5rem}}
@media (max-width:47rem){.what-if .knobs{grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.6rem .9rem}
.what-if .knob{grid-template:"label" auto "meaning" 1fr "entry" auto "was" auto "problem" auto/minmax(0,1fr);padding-left:.35rem}
.what-if .entry{flex-wrap:wrap;gap:.2rem}.what-if .entry input[type=text]{width:100%}.what-if .entry input[type=range]{flex:0 0 100%}.what-if .sweep{min-height:14rem}
.what-if .answer-area{min-height:16rem}.what-if .answer-area :is(th,td){padding:.14rem .2rem;white-space:nowrap}.what-if .answer-area tbody th{white-space:normal}.what-if .answer-area table{width:100%;font-size:.75rem}}
@media screen and (max-width:47rem) and (min-height:44rem){.what-if .outcome{position:sticky;top:0;z-index:2;border-bottom:1px solid var(--line)}}
`;
