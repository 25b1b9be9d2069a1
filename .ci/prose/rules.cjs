// The rules of prose, as rules of textlint. CONTRIBUTING.md, "How we write", has the reasons.

/** The most words of a sentence. */
const WORDS = 25;

const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

/** Words and phrases, each with the ones to use instead. */
const REPLACED = [
  [/\b(take|takes|took|taken|taking) down\b/i, "record"],
  [/\bput(s|ting)? (\w+ ){0,2}right\b/i, "fix or correct"],
  [/\bpass(es|ed|ing)? (\w+ )?over\b/i, "skip or ignore"],
  [/\bfor good\b/i, "permanently"],
  [/\banew\b/i, "again"],
  [/\bat once\b/i, "immediately, or at the same time"],
  [/\bbeside\b/i, "alongside, or next to"],
  [/\b(do|does|did) not get to\b/i, "fails to"],
  [/\b(is|are|was|were|be|been|being) (\w+ )?told\b/i, "report or notify, with its actor"],
  [/\b(tells|knows|wants|minds|believes)\b/i, "returns, has, needs, stores: services do not think"],
  [/\b(whoever|whomever)\b/i, "the user who, the caller who"],
  [/(^|[^\w-])(for|to|of|from|by|with|than) who\b/i, "a noun before who"],
  [/\b(ours|of (ours|yours|theirs))\b/i, "your, the service's"],
  [/\bof (one's|its|your|our|their) own(?=$|[.,:;)]| (and|are|by|for|in|is|or|that|to|with)\b)/i, "your own, its own, before the noun"],
  [/\b(has|have|had) not (the|a|an|any)\b/i, "does not have"],
  [/\be-mails?\b/i, "email"],
];
/** The same in texts that users, operators and adopters read. Code may say mail. */
const REPLACED_FOR_READERS = [
  [/(?<!e-)\b[Mm]ail(s|ed|ing)?\b(?! (client|exchanger|provider|scanner|server|system)s?\b)/, "email"],
  [/;/, "two sentences"],
];

/** Returns the leaves below a node. */
function leaves(node) {
  return node.children ? node.children.flatMap(leaves) : [node];
}

/** Returns the prose of a block, with every character in its place: markup is blank, and code and URLs are a word. */
function prose(node, source) {
  const text = Array(source.length).fill(" ");
  for (const { type, range } of leaves(node)) {
    const [start, end] = range.map((offset) => offset - node.range[0]);
    if (type === "Str") text.splice(start, end - start, ...source.slice(start, end));
    if (type === "Code") text.fill("X", start, end);
  }
  const blank = (url) => "x".repeat(url.length);
  return text.join("").replaceAll("\n", " ").replaceAll(/https?:\/\/\S+/g, blank);
}

/** A rule about each block of prose: a paragraph, a heading, a cell of a table. `check` yields places and messages. */
function rule(check) {
  return ({ Syntax, RuleError, getSource, locator, report }, options = {}) => {
    const visit = (node) => {
      for (const [index, message] of check(prose(node, getSource(node)), options)) {
        report(node, new RuleError(message, { padding: locator.at(index) }));
      }
    };
    return { [Syntax.Paragraph]: visit, [Syntax.Header]: visit, [Syntax.TableCell]: visit };
  };
}

/** A sentence begins with a noun that names the thing. */
const beginning = rule(function* (text) {
  for (const { segment, index } of SENTENCES.segment(text)) {
    const found = segment.match(/^[\s"(]*(What|Whatever|Who|Whoever|Whom|Whose|Of which)\b/);
    if (found) yield [index, `begins with "${found[1]}": begin with a noun`];
  }
});

/** Some words and phrases have plainer ones. */
const words = rule(function* (text, { forReaders }) {
  for (const [pattern, better] of forReaders ? [...REPLACED, ...REPLACED_FOR_READERS] : REPLACED) {
    for (const found of text.matchAll(new RegExp(pattern, `${pattern.flags}g`))) {
      yield [found.index, `"${found[0].trim()}": write ${better}`];
    }
  }
});

/** A sentence has one idea. */
const length = rule(function* (text, { forReaders }) {
  for (const { segment, index } of forReaders ? SENTENCES.segment(text) : []) {
    const count = segment.split(/\s+/).filter((word) => /\w/.test(word)).length;
    if (count > WORDS) yield [index, `${count} words: at most ${WORDS}, make two sentences`];
  }
});

module.exports = { beginning, words, length };
