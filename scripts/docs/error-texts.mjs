import ts from 'typescript';

/** What the sources say of problems: the texts of calls, with `{name}` for what is put in. */

/** What a call of `problem` or `reject` says: one entry for each pair of texts that its callers can give it. */
export function problemsOf(call, source, path) {
  const [code, message, details] = call.arguments;
  // `reject` hands its own code on to `problem`.
  if (path === 'src/sim/core/diagnostics.ts') return [];
  if (code === undefined || !ts.isStringLiteral(code)) throw new Error(`${path}: the code of a problem must be written out: ${call.getText().slice(0, 80)}`);
  const remedies = remediesOf(details);
  const owner = functionOf(call);
  const index = ts.isIdentifier(message) ? parameterIndex(owner, message.text) : -1;
  if (index < 0) return [{ code: code.text, path, texts: [textOf(message, call), remedies.map((r) => textOf(r, call)).filter((t) => t !== '').join('; or ')] }];
  const name = owner.name?.getText() ?? owner.parent.name.getText();
  const found = [];
  visit(source, (other) => {
    if (!ts.isCallExpression(other) || other.expression.getText() !== name) return;
    if (other.arguments.length <= index) throw new Error(`${path}: ${other.getText().slice(0, 80)} says nothing of ${code.text}`);
    const remedy = remedies.map((r) => (ts.isIdentifier(r) && parameterIndex(owner, r.text) >= 0 ? other.arguments[parameterIndex(owner, r.text)] : r)).map((r) => textOf(r, other)).join('; or ');
    found.push({ code: code.text, path, texts: [textOf(other.arguments[index], other), remedy] });
  });
  return found;
}

/** The expressions after `remedy` in the details of a problem. */
function remediesOf(details) {
  const found = [];
  if (details !== undefined) visit(details, (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'remedy') found.push(node.initializer);
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'remedy') found.push(node.name);
  });
  return found;
}

/** A code that is printed as text, `area/rule: ...`. */
export function printedProblem(node, path) {
  const match = /^([a-z]+\/[a-z-]+): /.exec(node.head.text);
  return match === null ? [] : [{ code: match[1], path, texts: [templateText(node).slice(match[0].length).trim(), ''] }];
}

export function reasonOf(node, path) {
  const property = (name) => node.properties.find((p) => ts.isPropertyAssignment(p) && p.name.getText() === name)?.initializer;
  const [code, resource] = [property('code'), property('resource')];
  return code === undefined || resource === undefined || !ts.isStringLiteral(code) ? [] : [{ code: code.text, path, texts: [textOf(resource, node)] }];
}

/** What an expression says, with `{name}` for what is put in. */
function textOf(node, at) {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return templateText(node);
  if (ts.isConditionalExpression(node)) return [textOf(node.whenTrue, at), textOf(node.whenFalse, at)].filter((text) => text !== '').join('; or ');
  if (ts.isCallExpression(node) && ['suggestion', 'near'].includes(node.expression.getText())) return 'the nearest known name is shown, or a list';
  if (!ts.isIdentifier(node)) return placeholder(node);
  if (node.text === 'undefined') return '';
  if (parameterIndex(functionOf(at), node.text) >= 0) return '';
  const constant = constantNamed(node.text, functionOf(at) ?? at.getSourceFile()) ?? constantNamed(node.text, at.getSourceFile());
  return constant === undefined ? `{${node.text}}` : textOf(constant, at);
}

function constantNamed(name, within) {
  let found;
  visit(within, (node) => {
    if (found === undefined && ts.isVariableDeclaration(node) && node.name.getText() === name) found = node.initializer;
  });
  return found;
}

function parameterIndex(owner, name) {
  return owner?.parameters.findIndex((p) => p.name.getText() === name) ?? -1;
}

/** The named function that a node stands in. */
function functionOf(node) {
  let at = node.parent;
  while (at !== undefined && !ts.isFunctionDeclaration(at) && !(ts.isArrowFunction(at) && ts.isVariableDeclaration(at.parent))) at = at.parent;
  return at;
}

/** A string as it reads, with `{name}` for what is put in. */
function templateText(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  return node.head.text + node.templateSpans.map((span) => placeholder(span.expression) + span.literal.text).join('');
}

function placeholder(node) {
  if (ts.isIdentifier(node)) return `{${node.text}}`;
  if (ts.isPropertyAccessExpression(node)) return `{${node.getText().replaceAll('?.', '.')}}`;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return placeholder(node.expression);
  if (ts.isCallExpression(node)) {
    if (ts.isPropertyAccessExpression(node.expression) && node.expression.expression.getText() !== 'JSON') return placeholder(node.expression.expression);
    return placeholder(node.arguments[0] ?? node.expression);
  }
  if (ts.isConditionalExpression(node)) {
    const texts = [placeholder(node.whenTrue), placeholder(node.whenFalse)].filter((text) => text !== '');
    return texts.join('/');
  }
  if (ts.isTemplateExpression(node)) return templateText(node);
  if (ts.isBinaryExpression(node) && ['??', '/', '||'].includes(node.operatorToken.getText())) return placeholder(node.left);
  return '{…}';
}

export function visit(node, body) {
  body(node);
  ts.forEachChild(node, (child) => visit(child, body));
}
