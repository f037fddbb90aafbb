// Prints what the official parser of AsyncAPI finds in a file, and the messages of each channel it reads.
const { Parser } = require("@asyncapi/parser");
const { readFileSync } = require("node:fs");

const text = readFileSync(process.argv[2], "utf8");
new Parser().parse(text).then(({ document, diagnostics }) => {
  const channels = document ? document.channels().all() : [];
  const found = channels.map((channel) => [channel.id(), channel.messages().all().map((each) => each.id())]);
  const faults = diagnostics.map((each) => `${each.path.join("/")}: ${each.message} [${each.code}]`);
  console.log(JSON.stringify({ faults, channels: Object.fromEntries(found) }));
});
