/** A sheet of paper: what can be pressed or opened is not printed, wide tables lie across, and nothing is cut or split that belongs together. */
export const printStyle = `@page{margin:13mm 12mm}@page wide{size:landscape}
@media print{:root{font-size:12px}body{font-size:9.5pt;line-height:1.4}main{max-width:none;padding:0}
.tools,.tip,details:not([open]),noscript,.how-the-numbers-come-about:not(:has(>details[open])),.what-if-section:not(:has(.changed)){display:none}
p,figcaption{max-width:none}a{color:inherit;text-decoration:none}h2,h3{margin-top:1.6rem;break-after:avoid}
.result+.result,.comparison+.result{break-before:page;border:0;margin-top:0}
figure{display:block}figure .wide{display:block}figure .narrow{display:none}
.operators{page:wide}.scroll{overflow:visible}.digits .scroll{max-height:none}
table{font-size:7.5pt;max-width:100%}th,td{padding:.15rem .4rem}thead{display:table-header-group}th button{display:contents}thead th,thead th.number{position:static;white-space:normal}
table[data-sortable]{font-size:7pt;line-height:1.2}table[data-sortable] :is(th,td){padding:.06rem .25rem}table[data-sortable] :is(thead th:first-child,tbody th){position:static}th button::after{content:none}
tr,figure,dl.numbers div,.notice,pre{break-inside:avoid}p{orphans:3;widows:3}p:has(+:is(pre,.scroll,figure)),:is(h2,h3)+p{break-after:avoid}
.what-if>p,.what-if .knob:not(.changed),.what-if .entry>input[type=range],.what-if button,.what-if details,.what-if .meaning{display:none!important}}`;
