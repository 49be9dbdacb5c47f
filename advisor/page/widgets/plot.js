const QUIET = 300; // milliseconds without a change, after which a hand has stopped

// Each view runs its own copy of this module; what a page loads once is kept on its window.
const load = (model) => (window.backendAdvisorPlotly ??= served().catch(() => asked(model)));

async function served() {
  const page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const address = page.advisorFrontEnd?.["plotly.js"] ?? `${page.fullLabextensionsUrl}/backend-advisor/plotly.js`;
  return (await import(new URL(address, document.baseURI).href)).default;
}

const asked = (model) =>
  new Promise((resolve, reject) => {
    model.on("msg:custom", ({ answer }, [script]) => {
      if (answer !== "plotly.js") return;
      const address = URL.createObjectURL(new Blob([script ?? ""], { type: "text/javascript" }));
      import(address).then(() => (window.Plotly ? resolve(window.Plotly) : reject()), reject);
    });
    model.send({ ask: "plotly.js" });
  });

// A figure names colours of the page's style, which depend on its theme. Plotly has to be told
// what they are there: an element in the chart's place knows.
const NAMED = /^(on )?(var|color-mix)\(/;

function paints(probe) {
  const known = new Map();
  const channels = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+(e-?\d+)?/g).map(Number);
    const scale = colour.startsWith("color(") ? 255 : 1; // what color-mix() computes to
    return [red * scale, green * scale, blue * scale, alpha];
  };
  const seen = (css) => {
    probe.style.color = css;
    return channels(getComputedStyle(probe).color);
  };
  const readable = (fill) => {
    const linear = fill.slice(0, 3).map((part) => ((part / 255 + 0.055) / 1.055) ** 2.4);
    const light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    return light > 0.179 ? [0, 0, 0, 1] : [255, 255, 255, 1]; // where both have the same contrast
  };
  const paint = (name) => {
    if (!known.has(name)) known.set(name, name.startsWith("on ") ? readable(seen(name.slice(3))) : seen(name));
    return `rgba(${known.get(name)})`;
  };
  const painted = (part) => {
    if (typeof part === "string") return NAMED.test(part) ? paint(part) : part;
    if (Array.isArray(part)) return part.map(painted);
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, painted(value)]));
  };
  return { painted, forget: () => known.clear() };
}

// Whether two figures look the same; sums of another order differ in their last digits.
function same(one, other) {
  if (typeof one === "number" && typeof other === "number") return Math.abs(one - other) <= 1e-9;
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return one === other;
  const [keys, others] = [one, other].map(Object.keys);
  return keys.length === others.length && keys.every((key) => same(one[key], other[key]));
}

// The system's preference, JupyterLab's theme, forced colours, and paper.
function onThemeChange(changed) {
  const lab = new MutationObserver(changed);
  lab.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
  const media = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"].map((m) => matchMedia(m));
  for (const medium of media) medium.addEventListener("change", changed);
  return () => {
    lab.disconnect();
    for (const medium of media) medium.removeEventListener("change", changed);
  };
}

async function render({ model, el }) {
  const box = el.appendChild(document.createElement("div"));
  // A radar is as wide as high; where it has less room across, it needs less down.
  const height = ({ height, polar, margin }) =>
    polar && box.clientWidth
      ? Math.min(height, box.clientWidth - margin.l - margin.r + margin.t + margin.b)
      : height;
  const reserve = () => (box.style.minHeight = `${height(model.get("figure").layout ?? {}) ?? 0}px`);
  reserve(); // or the page jumps later
  const sorry = () => (box.textContent = "Charts could not be loaded; the tables say the same.");
  const patience = setTimeout(sorry, 20_000);
  const Plotly = await load(model).catch(() => {});
  clearTimeout(patience);
  if (!Plotly) return void sorry();
  box.textContent = "";
  box.style.contain = "inline-size"; // or a drawn chart would keep its container from shrinking
  const probe = el.appendChild(document.createElement("i"));
  probe.hidden = true;
  probe.style.forcedColorAdjust = "none"; // or it would tell the colour of forced text for all
  const { painted, forget } = paints(probe);

  let frame, later, width;
  let foreseen; // what a move will change, until the kernel has the last word (sidebar/ahead.js)
  let drawn; // the figure that is on the screen
  // While a hand moves a slider, a drawn chart far from the window leaves the time to the others.
  let near = true;
  const draw = () => {
    later = clearTimeout(later);
    const label = model.get("label") || null;
    Object.assign(box, { role: label && "img", ariaLabel: label });
    const figure = foreseen ?? model.get("figure");
    if (drawn && same(figure, drawn) && box.clientWidth === width) return;
    const { data, layout } = painted(figure); // a copy: Plotly writes into it
    reserve();
    width = box.clientWidth;
    drawn = figure;
    if (!data?.length) return Plotly.purge(box);
    if (!width) return;
    Plotly.react(box, data, { width, ...layout, height: height(layout) }, { displayModeBar: false });
  };
  const redraw = () => {
    cancelAnimationFrame(frame);
    later = clearTimeout(later);
    if (near || !width) frame = requestAnimationFrame(draw);
    else later = setTimeout(draw, QUIET);
  };
  // At once, and then once a frame, so that a fast hand does not wait for its own past.
  let paced, again;
  const pace = () => {
    if (paced) return void (again = true);
    again = false;
    draw();
    paced = requestAnimationFrame(() => ((paced = undefined), again && pace()));
  };
  model.on("foreseen", (figure) => {
    foreseen = figure ?? undefined;
    if (!foreseen) redraw();
    else if (near && width) pace();
  });
  const sight = new IntersectionObserver(
    (entries) => {
      near = entries.at(-1).isIntersecting;
      if (near && later) redraw();
    },
    { rootMargin: "50%" },
  );
  sight.observe(box);
  model.on("change:figure change:label", () => foreseen || redraw());
  const observer = new ResizeObserver(() => box.clientWidth !== width && redraw());
  observer.observe(box);
  // At once, for paper does not wait for a frame.
  const stop = onThemeChange(() => (forget(), (drawn = undefined), draw()));
  return () => {
    for (const one of [observer, sight]) one.disconnect();
    stop();
    cancelAnimationFrame(frame);
    cancelAnimationFrame(paced);
    clearTimeout(later);
    Plotly.purge(box);
  };
}

export default { initialize: ({ model }) => void load(model).catch(() => {}), render };
