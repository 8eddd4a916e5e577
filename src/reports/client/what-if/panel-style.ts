/** What the panel needs beyond the style of a page. */
export const panelStyle = `
.what-if .knobs{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(17rem,100%),1fr));gap:.7rem 1.4rem;margin:.8rem 0}
.what-if .knob{display:flex;flex-direction:column;gap:.1rem;border-left:3px solid transparent;padding-left:.5rem;min-width:0}
.what-if .knob.changed{border-left-color:var(--compute)}
.what-if .knob label{font-weight:600;overflow-wrap:anywhere}
.what-if .meaning{font-size:.8rem;overflow-wrap:anywhere}
.what-if .entry{display:flex;gap:.5rem;align-items:center;margin-top:auto}
.what-if .entry input[type=text]{width:8.5rem;flex:none}
.what-if .entry input[type=range]{flex:1;min-width:4rem;padding:0;accent-color:var(--compute)}
.what-if .entry select{width:100%}
.what-if .entry input[type=checkbox]{width:1.15rem;height:1.15rem;accent-color:var(--compute)}
.what-if .told{min-height:1.75rem;font-size:.82rem;overflow-wrap:anywhere}
.what-if .told:has(.problem:not(:empty)) .was{display:none}
.what-if .answer-area{min-height:19rem}
.what-if .answer-area table{font-size:.85rem}
.what-if .sweep{min-height:18rem}.what-if .sweep svg{display:block;max-width:100%;height:auto}
@media (max-width:47rem){.what-if .answer-area :is(th,td){padding:.25rem .2rem;white-space:nowrap}.what-if .answer-area tbody th{white-space:normal}.what-if .answer-area table{width:100%;font-size:.75rem}}
.what-if button:disabled{opacity:.5;cursor:default}
.what-if details>summary{cursor:pointer;margin:.6rem 0}
`;
