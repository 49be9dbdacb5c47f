// Each view runs its own copy of this module; what a page loads once is kept on its window.
const load = (model) => (window.backendAdvisorPlotly ??= served().catch(() => asked(model)));

async function served() {
  const page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const address = `${page.fullLabextensionsUrl}/backend-advisor/plotly.js`;
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

  let frame, width;
  const draw = () => {
    const label = model.get("label") || null;
    Object.assign(box, { role: label && "img", ariaLabel: label });
    const { data, layout } = structuredClone(model.get("figure")); // Plotly writes into it
    reserve();
    width = box.clientWidth;
    if (!data?.length) return Plotly.purge(box);
    if (!width) return;
    Plotly.react(box, data, { width, ...layout, height: height(layout) }, { displayModeBar: false });
  };
  const redraw = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  };
  model.on("change:figure change:label", redraw);
  const observer = new ResizeObserver(() => box.clientWidth !== width && redraw());
  observer.observe(box);
  return () => (observer.disconnect(), cancelAnimationFrame(frame), Plotly.purge(box));
}

export default { initialize: ({ model }) => void load(model).catch(() => {}), render };
