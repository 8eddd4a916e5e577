import { errorCodes } from '../gym/server/protocol.js';
import { noAnswer, RpcFailure, type Id, type Methods, type Params } from '../gym/server/rpc.js';
import { version } from '../experiment/version.js';
import { isRecord } from '../sim/core/is-record.js';
import { quote } from '../sim/core/quote.js';
import { inputSchema } from './fields.js';
import { capabilities, hasStructure, instructions, mcpCodes, negotiated, protocolVersions, type ProtocolVersion } from './protocol.js';
import type { ResourceShelf } from './resources.js';
import type { ToolHead, ToolOutcome } from './tool.js';

/** Runs tools somewhere. */
export interface ToolRunner {
  /** Never rejects; undefined where the call was cancelled. */
  call(tool: string, args: Readonly<Record<string, unknown>>, id: Id): Promise<ToolOutcome | undefined>;
  cancel(id: Id): void;
  /** Makes ready for calls. */
  warm(): void;
  end(): void;
}

/** One client that speaks the Model Context Protocol: what it may ask for, by the names of methods. */
export class McpSession implements Methods {
  readonly names = ['initialize', 'notifications/initialized', 'notifications/cancelled', 'notifications/progress', 'ping', 'tools/list', 'tools/call', 'resources/list', 'resources/templates/list', 'resources/read'];
  private readonly tools: readonly ToolHead[];
  private readonly runner: ToolRunner;
  private readonly shelf: ResourceShelf;
  private spoken: ProtocolVersion = protocolVersions[0];

  constructor(tools: readonly ToolHead[], runner: ToolRunner, shelf: ResourceShelf) {
    this.tools = tools;
    this.runner = runner;
    this.shelf = shelf;
  }

  call(method: string, params: Params, id: Id): unknown {
    switch (method) {
      case 'initialize': return this.initialize(params);
      case 'tools/list': return onePage(params, { tools: this.tools.map(describe) });
      case 'tools/call': return this.callTool(params, id);
      case 'resources/list': return onePage(params, { resources: this.shelf.list() });
      case 'resources/templates/list': return onePage(params, { resourceTemplates: [] });
      case 'resources/read': return this.read(params);
      case 'notifications/cancelled':
        this.runner.cancel(idOf(params['requestId']));
        return {};
      default: return {};
    }
  }

  end(): void {
    this.runner.end();
  }

  private initialize({ protocolVersion }: Params): unknown {
    if (typeof protocolVersion !== 'string') throw wrongParams('initialize needs "protocolVersion", a text');
    this.spoken = negotiated(protocolVersion);
    this.runner.warm();
    return { protocolVersion: this.spoken, capabilities, serverInfo: { name: 'archsim', title: 'archsim', version }, instructions };
  }

  private async callTool({ name, arguments: args = {} }: Params, id: Id): Promise<unknown> {
    const tool = this.tools.find((one) => one.name === name);
    if (tool === undefined) throw wrongParams(`there is no tool ${typeof name === 'string' ? quote(name) : 'without a name'}; tools are ${this.tools.map((one) => one.name).join(', ')}`);
    if (!isRecord(args)) throw wrongParams('"arguments" of a tool are an object');
    const outcome = await this.runner.call(tool.name, args, id);
    if (outcome === undefined) return noAnswer;
    const { text, data, isError } = outcome;
    const own = { type: 'text', text };
    if (hasStructure(this.spoken)) return { content: [own], structuredContent: data, isError };
    return { content: [own, { type: 'text', text: JSON.stringify(data) }], isError };
  }

  private read({ uri }: Params): unknown {
    if (typeof uri !== 'string') throw wrongParams('resources/read needs "uri", a text');
    const found = this.shelf.read(uri);
    if (found === undefined) throw new RpcFailure({ code: mcpCodes.noResource, message: `there is no resource ${quote(uri)}; resources/list has all`, data: { uri } });
    return { contents: [{ uri, ...found }] };
  }
}

function describe({ name, title, description, fields }: ToolHead): object {
  return { name, title, description, inputSchema: inputSchema(fields), annotations: { title, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } };
}

/** All there is: lists have one page, and so no cursor leads to another. */
function onePage({ cursor }: Params, page: object): object {
  if (cursor != null) throw wrongParams('there is no such cursor: lists have one page');
  return page;
}

function wrongParams(message: string): RpcFailure {
  return new RpcFailure({ code: errorCodes.params, message });
}

function idOf(value: unknown): Id {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
