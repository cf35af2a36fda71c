// Pages in GitHub's look out of what a run against the stand-in left: its review, one comment of it, the job summary.
//
//   node pictures.mjs STEP FILES MODULES OUT
//
// A suggestion is shown as GitHub shows it, against the lines of the file that it replaces, out of the folder FILES.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [step, files, modules, out] = process.argv.slice(2);
const { marked } = await import(pathToFileURL(join(modules, "marked/lib/marked.esm.js")));
const css = pathToFileURL(join(modules, "github-markdown-css/github-markdown-light.css"));
const mermaid = pathToFileURL(join(modules, "mermaid/dist/mermaid.min.js"));

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const rows = (lines, sign) =>
  lines.map((line) => `<div class="row ${sign === "+" ? "new" : "old"}">${sign} ${escape(line)}</div>`).join("");

function page(title, body) {
  return `<!doctype html><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="${css}">
<style>
  body { margin: 24px; background: #fff; font-family: "Liberation Sans", sans-serif; }
  .box { border: 1px solid #d1d9e0; border-radius: 6px; margin: 0 0 16px; overflow: hidden; }
  .head { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 8px 16px; font-size: 13px; color: #59636e; }
  .markdown-body { padding: 16px; font-size: 14px; }
  .row { font: 12px/20px "Liberation Mono", monospace; white-space: pre-wrap; padding: 0 12px; }
  .new { background: #dafbe1; } .old { background: #ffebe9; }
</style>${body}<script src="${mermaid}"></script><script>
  for (const code of document.querySelectorAll("code.language-mermaid")) {
    const drawn = document.createElement("pre");
    drawn.className = "mermaid";
    drawn.textContent = code.textContent;
    code.parentElement.replaceWith(drawn);
  }
  for (const one of document.querySelectorAll("details")) one.open = true;
  mermaid.initialize({ startOnLoad: true, securityLevel: "strict", theme: "default", deterministicIds: true });
</script>`;
}

// Alerts are GitHub's own.
const html = (text) =>
  marked.parse(text, { gfm: true }).replace(/\[!(NOTE|WARNING)\]/g, (_, kind) => `<strong>${kind}</strong><br>`);

function comment(one) {
  const lines = readFileSync(join(files, one.path), "utf8").split("\n");
  const first = one.start_line ?? one.line;
  const old = rows(lines.slice(first - 1, one.line), "-");
  const body = html(one.body).replace(
    /<pre><code class="language-suggestion">([\s\S]*?)<\/code><\/pre>/g,
    (_, text) => `<div class="box"><div class="head">Suggested change</div>${old}` +
      text.replace(/\n$/, "").split("\n").map((line) => `<div class="row new">+ ${line}</div>`).join("") + "</div>",
  );
  const at = first === one.line ? `line ${one.line}` : `lines ${first} to ${one.line}`;
  return `<div class="box"><div class="head">${escape(one.path)}, ${at}</div><div class="markdown-body">${body}</div></div>`;
}

const [review] = JSON.parse(readFileSync(join(step, "log.json"), "utf8")).reviews;
const told = `<div class="box"><div class="head">review</div><div class="markdown-body">${html(review.body)}</div></div>`;
writeFileSync(join(out, "review.html"), page("review", told + review.comments.map(comment).join("")));
// The one that has it all: a way of the data, and a suggestion.
const whole = review.comments.find((one) => one.body.includes("\n1. ") && one.body.includes("```suggestion"));
writeFileSync(join(out, "comment.html"), page("comment", comment(whole)));
const summary = readFileSync(join(step, "file_commands/step_summary"), "utf8");
writeFileSync(join(out, "summary.html"), page("summary", `<div class="markdown-body">${html(summary)}</div>`));
