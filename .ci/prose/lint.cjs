// Lints prose: `node lint.cjs FILE...` prints each finding as `FILE:LINE: RULE: MESSAGE`, and exits with 1 if there is one.
//
// Prose is Markdown, the doc comments of Rust (which are also the help texts of commands), and the descriptions and the
// comments of YAML files. Everything becomes Markdown that keeps its line numbers, for textlint.
// NODE_PATH names the folder of the packages.

const { readFileSync } = require("node:fs");
const { TextlintKernel } = require("@textlint/kernel");
const markdown = require("@textlint/textlint-plugin-markdown").default;
const { LineCounter, isScalar, parseDocument, visit } = require("yaml");
const rules = require("./rules.cjs");

/** The most characters of a line, as rustfmt has it. */
const WIDTH = 120;
/** The keys of YAML that hold prose. */
const KEYS = /^(Description|AlarmDescription|AssertDescription|ConstraintDescription|description|summary)$/;

const kernel = new TextlintKernel();

/** Returns the findings of textlint in a text, whose first line is the one after `before`. */
async function prose(file, text, forReaders, before = 0) {
  const { messages } = await kernel.lintText(text, {
    ext: ".md",
    plugins: [{ pluginId: "markdown", plugin: markdown }],
    rules: Object.entries(rules).map(([ruleId, rule]) => ({ ruleId, rule, options: { forReaders } })),
  });
  return messages.map(({ line, ruleId, message }) => ({ file, line: line + before, rule: ruleId, message }));
}

/** Returns the lines that are too long. Rows of tables, code and lines of one word, such as a URL, cannot be broken. */
function width(file, lines) {
  let code = false;
  return lines.flatMap((line, n) => {
    const content = line.trim().replace(/^(\/\/[/!] ?|[-*] )/, "").trim();
    if (content.startsWith("```")) code = !code;
    const broken = !code && line.length > WIDTH && !content.startsWith("|") && /\s/.test(content);
    return broken ? [{ file, line: n + 1, rule: "width", message: `${line.length} characters: at most ${WIDTH}` }] : [];
  });
}

/** The lines that are doc comments of Rust, or comments of YAML, each with its text. */
const RUST_DOC = /^\s*\/\/[/!](?!\/) ?(.*)$/;
const YAML_COMMENT = /^\s*# ?(.*)$/;

/** Leaves the text of the comments, each on its line. */
function comments(source, comment) {
  const lines = source.split("\n").map((line) => line.match(comment)?.[1] ?? "");
  return lines.join("\n");
}

/** Returns the descriptions of a YAML file, each with its lines in the file and the number of lines before its text. */
function descriptions(source) {
  const counter = new LineCounter();
  const found = [];
  // CloudFormation's tags are unknown here, which is a warning and no error.
  const document = parseDocument(source, { lineCounter: counter, logLevel: "silent" });
  if (document.errors.length > 0) throw document.errors[0];
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && KEYS.test(key.value) && isScalar(value) && typeof value.value === "string") {
        const [first, last] = value.range.map((offset) => counter.linePos(offset).line);
        const block = value.type.startsWith("BLOCK");
        found.push({ text: value.value, first, last, before: block ? first : first - 1 });
      }
    },
  });
  return found;
}

async function lint(file) {
  const source = readFileSync(file, "utf8");
  const lines = source.split("\n");
  if (file.endsWith(".rs")) {
    const docs = lines.map((line) => (/^\s*\/\/[/!]/.test(line) ? line : ""));
    return [...width(file, docs), ...(await prose(file, comments(source, RUST_DOC), false))];
  }
  if (/\.ya?ml$/.test(file)) {
    const found = descriptions(source);
    // A map in one line, such as an example, has no prose but its texts.
    const described = lines.map((line, n) => {
      if (YAML_COMMENT.test(line)) return line;
      return found.some(({ first, last }) => first <= n + 1 && n + 1 <= last) && !/: \{ /.test(line) ? line : "";
    });
    const findings = await Promise.all(found.map(({ text, before }) => prose(file, text, true, before)));
    const commented = await prose(file, comments(source, YAML_COMMENT), false);
    return [...width(file, described), ...findings.flat(), ...commented];
  }
  return [...width(file, lines), ...(await prose(file, source, true))];
}

async function main(files) {
  const named = async (file) => {
    try {
      return await lint(file);
    } catch (error) {
      throw new Error(`${file}: ${error.message}`);
    }
  };
  const findings = (await Promise.all(files.map(named))).flat();
  findings.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule));
  for (const { file, line, rule, message } of findings) console.log(`${file}:${line}: ${rule}: ${message}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

main(process.argv.slice(2));
