// JSON with a line for each value. Only blanks outside of texts change: numbers keep their digits.
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

export function indented(text) {
  try {
    JSON.parse(text);
  } catch {
    return text ?? "";
  }
  let depth = 0;
  let shown = "";
  const tokens = text.match(TOKEN);
  const line = () => `\n${"  ".repeat(depth)}`;
  tokens.forEach((token, index) => {
    if (token === "}" || token === "]") {
      depth -= 1;
      if (!isOpening(tokens[index - 1])) shown += line();
    }
    shown += token === ":" ? ": " : token;
    if (isOpening(token)) depth += 1;
    const isEmpty = isOpening(token) && /[}\]]/.test(tokens[index + 1]);
    if ((isOpening(token) && !isEmpty) || token === ",") shown += line();
  });
  return shown;
}

function isOpening(token) {
  return token === "{" || token === "[";
}
