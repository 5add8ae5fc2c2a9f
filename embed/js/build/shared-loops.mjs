// The glue converts each list in a loop, and repeats the loop in each function that takes or returns such a list. The
// loop for diagnostics alone occurs dozens of times. Here, equal loops become one function.

const LOOP = /for \(let i = 0; i < (?:len\d+|vec\d+\.length); i\+\+\) \{/g;
/** Names that are different in each copy, and some others: `len19`, or `v7_0` for a part. */
const NUMBERED = /(?<![.\w'"])[A-Za-z]+\d+(?:_\d+)*\b/g;
const DECLARATION = /\b(?:let|var|const) (?:\{([^}]*)\}|\[([^\]]*)\]|(\w+))/g;
/** Names that a loop gets from the code before it. */
const IS_PARAMETER = /^(?:len|vec|base|result)\d+$/;
/** Names that are the same in each copy. */
const IS_COMMON = /^(?:memory|realloc|sharedLoop|toUint|toInt)\d+$/;

/** Returns the glue with a function for each different loop, and calls of these functions. */
export function withSharedLoops(glue) {
  const names = new Map();
  const calling = withCalls(glue, names);
  const memory = /\n *let memory0;\n/;
  if (!memory.test(calling) || names.size === 0) throw new Error('the glue does not have the expected form');
  const functions = Array.from(names, ([definition, name]) => `function ${name}${definition}\n`);
  return calling.replace(memory, (found) => found + functions.join(''));
}

/** Replaces the loops of a text, and before them the loops inside. */
function withCalls(text, names) {
  let result = '';
  let end = 0;
  for (;;) {
    LOOP.lastIndex = end;
    const found = LOOP.exec(text);
    if (!found) return result + text.slice(end);
    const start = found.index + found[0].length;
    const brace = closingBrace(text, start);
    const loop = `${found[0]}${withCalls(text.slice(start, brace), names)}}`;
    result += text.slice(end, found.index) + (callOf(loop, names) ?? loop);
    end = brace + 1;
  }
}

function closingBrace(text, start) {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error('a loop of the glue does not end');
}

/** Returns a call of the function of a loop. Returns nothing if the loop needs other names of the code before it. */
function callOf(loop, names) {
  if (/\b(?:return|ret|this|await|arguments)\b/.test(loop)) return undefined;
  const declarations = Array.from(loop.matchAll(DECLARATION), ([, ...parts]) => parts.join(' '));
  const declared = new Set(declarations.join(' ').match(NUMBERED));
  const used = Array.from(new Set(loop.match(NUMBERED))).filter((name) => !IS_COMMON.test(name));
  const parameters = used.filter((name) => !declared.has(name));
  const isAssigned = (name) => new RegExp(`\\b${name} *=[^=]`).test(loop);
  if (!parameters.every((name) => IS_PARAMETER.test(name) && !isAssigned(name))) return undefined;

  const renamed = new Map(used.map((name, at) => [name, `n${at}`]));
  const body = loop.replace(NUMBERED, (name) => renamed.get(name) ?? name).replace(/\s+/g, ' ');
  const definition = `(${parameters.map((name) => renamed.get(name)).join(', ')}) { ${body} }`;
  if (!names.has(definition)) names.set(definition, `sharedLoop${names.size}`);
  return `${names.get(definition)}(${parameters.join(', ')});`;
}
