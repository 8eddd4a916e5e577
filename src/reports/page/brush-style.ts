/** What selecting designs needs beyond the style of a page, and room for what is said of it. */
export const brushStyle = `
.fig .dim{opacity:.1}tr.outside{display:none}
.brushed{position:relative;width:fit-content;max-width:100%}
.brush{position:absolute;height:28px;margin-top:-14px;cursor:crosshair;touch-action:pan-y}
.brush-range,.brush-box{position:absolute;background:var(--ink);opacity:.14;pointer-events:none}
.brush-range{top:6px;bottom:6px}
.brush-box{outline:2px dashed var(--ink)}
.brush-end{position:absolute;top:6px;bottom:6px;width:8px;margin-left:-4px;border:1px solid var(--surface);border-radius:3px;background:var(--muted);cursor:ew-resize;touch-action:pan-y}
.brush-end::before{content:"";position:absolute;inset:-6px -8px}
.brush.set .brush-end{background:var(--ink)}
figure+.tools.brush-told{flex-wrap:nowrap;align-items:start;min-height:3.2em}.brush-told button:disabled{visibility:hidden}
@media (max-width:47rem){figure+.tools.brush-told{min-height:7em}}
@media print{.brush-end,.brush-range,.tools.brush-told button{display:none}figure+.tools.brush-told.set{display:flex;min-height:0}}
`;
