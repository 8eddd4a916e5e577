import type { Tool } from '../../mcp/tool.js';
import { explainTool } from './explain-tool.js';
import { listTool } from './list-tool.js';
import { proposeTool } from './propose-tool.js';
import { runTool } from './run-tool.js';
import { schemaTool } from './schema-tool.js';
import type { ServedFiles } from './served-files.js';

/** Every tool of `archsim mcp`. What they need is loaded when they are called. */
export function mcpTools(files: ServedFiles): readonly Tool[] {
  return [listTool(), schemaTool(), runTool(files), explainTool(files), proposeTool(files)];
}
