import { parentPort, workerData } from 'node:worker_threads';
import { callTool } from '../../mcp/tool.js';
import type { ToolMessage } from '../../mcp/tool-thread.js';
import { servedFiles } from './served-files.js';
import { mcpTools } from './tools.js';

// The thread that calls tools: see `toolThread`.
const tools = mcpTools(servedFiles((workerData as { readonly isRootGiven: boolean }).isRootGiven));
const port = parentPort!;
port.on('message', ({ tool, args }: ToolMessage) => {
  void callTool(tools.find(({ name }) => name === tool)!, args).then((outcome) => { port.postMessage(outcome); });
});
// While the client reads what there is, the simulator is loaded.
void import('../../experiment/run.js');
