// Writes out/plotly.js, one module, and out/LICENSES.txt for everything that went into it.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("node_modules/plotly.js/package.json", "utf8"));

const { metafile } = await build({
  entryPoints: ["entry.js"],
  outfile: "out/plotly.js",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  define: { global: "globalThis" },
  // Only the map traces, which are not in the bundle, need style sheets.
  loader: { ".css": "empty" },
  banner: { js: `/*! plotly.js v${version}, a part of it; licences in LICENSES.txt */` },
  metafile: true,
});

const inPackage = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const folders = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const match = !input.endsWith(".css") && input.match(inPackage);
  if (match) folders.add(match[0]);
}
const licences = [...folders].sort().map((folder) => {
  const { name, license } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} (${license})\n\n${file ? readFileSync(folder + file, "utf8").trim() : ""}\n`;
});
writeFileSync("out/LICENSES.txt", licences.join(`\n${"-".repeat(72)}\n\n`));
