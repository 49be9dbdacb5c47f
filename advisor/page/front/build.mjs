// Writes out/plotly.js, out/front.js and out/front.css, and licences for everything in them.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
const inPackage = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//;

// The kernel connection of JupyterLab imports all of its services, but uses two of their names.
const services = {
  name: "services",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.$/ }, ({ importer, resolveDir }) =>
      importer.includes("@jupyterlab/services/lib/kernel/") ? { path: new URL("services.js", import.meta.url).pathname } : undefined,
    );
  },
};

const { metafile } = await build({
  entryPoints: ["plotly.js", "front.js", "front.css"],
  outdir: "out",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  define: { global: "globalThis" },
  // Of style sheets that scripts import, only the map traces of plotly.js need theirs, and they are left out.
  plugins: [services, { name: "styles", setup: ({ onLoad }) => onLoad({ filter: /maplibre.*\.css$/ }, () => ({ contents: "" })) }],
  external: ["ws"], // the connection of JupyterLab outside a browser
  banner: { js: `/*! with plotly.js v${version("plotly.js")} or widgets of Jupyter; licences in LICENSES.txt */` },
  metafile: true,
});

const folders = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const match = input.match(inPackage);
  if (match) folders.add(match[0]);
}
const licences = [...folders].sort().map((folder) => {
  const { name, license } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} (${license})\n\n${file ? readFileSync(folder + file, "utf8").trim() : ""}\n`;
});
writeFileSync("out/LICENSES.txt", licences.join(`\n${"-".repeat(72)}\n\n`));
