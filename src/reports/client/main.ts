import { brushDesigns } from './brush.js';
import { addFigureTools } from './figure-tools.js';
import { filterTables } from './filter-table.js';
import { linkMarks } from './link-marks.js';
import { showTips } from './mark-tips.js';
import { addPageTools } from './page-tools.js';
import { redrawFigures } from './redraw.js';
import { sortTables } from './sort-table.js';
import { addTableTools } from './table-tools.js';
import { startWhatIf } from './what-if/what-if-panel.js';
import { zoomTimeline } from './zoom-timeline.js';

/* What the script of a page does. Without it the page stands as it is, to be read. */
addPageTools(document);
sortTables(document);
filterTables(document);
addTableTools(document);
addFigureTools(document);
const tell = showTips(document);
brushDesigns(document);
linkMarks(document);
zoomTimeline(document);
startWhatIf(document, (result) => { redrawFigures(document, result); }, tell);
