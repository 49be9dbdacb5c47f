// Keeps the address of the page and the state of the kernel alike. In JupyterLab the address
// belongs to JupyterLab, so there it is left alone.
const alone = () => document.body.dataset.voila !== undefined;
const PATIENCE = 300; // milliseconds: a drag is one entry

function initialize({ model }) {
  if (!alone()) return;
  const ask = () => {
    model.set("asked", location.search || "?");
    model.save_changes();
  };
  let timer, scenario = new URLSearchParams(location.search).get("s");
  const write = () => {
    const address = new URL(location.href);
    const wanted = new URLSearchParams(model.get("query"));
    // A mail may have turned "&s" into "&amp;s", and a capital letter is read as a small one.
    const plain = (key) => key.replace(/^(amp;)+/i, "").toLowerCase();
    const others = [...new URLSearchParams(location.search)].filter(([key]) => !model.get("ours").includes(plain(key)));
    const rest = new URLSearchParams(others).toString();
    address.search = [model.get("query"), rest].filter(Boolean).join("&");
    if (address.href === location.href) return;
    const another = wanted.get("s") !== scenario;
    scenario = wanted.get("s");
    history[another ? "pushState" : "replaceState"](null, "", address);
  };
  const tell = () => window.advisorPage && (window.advisorPage.lacks = model.get("lacks"));
  model.on("change:lacks", tell);
  model.on("change:query", () => {
    clearTimeout(timer);
    timer = setTimeout(write, PATIENCE);
  });
  const entitle = () => (document.title = model.get("title"));
  model.on("change:title", entitle);
  entitle();
  addEventListener("popstate", () => {
    scenario = new URLSearchParams(location.search).get("s");
    ask();
  });
  model.set("base", location.origin + location.pathname);
  ask();
}

function render({ model, el }) {
  if (!alone()) return;
  const button = el.appendChild(document.createElement("button"));
  button.className = "jupyter-button advisor-copy";
  button.textContent = "Copy link";
  const field = el.appendChild(document.createElement("input"));
  Object.assign(field, { type: "text", readOnly: true, hidden: true, ariaLabel: "Link to this page as it is" });
  const offer = () => (button.disabled = !model.get("fits"));
  model.on("change:fits", offer);
  offer();
  const said = el.appendChild(document.createElement("span"));
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    const query = model.get("query");
    const link = model.get("base") + (query && `?${query}`);
    try {
      await navigator.clipboard.writeText(link);
      said.textContent = "Copied.";
    } catch {
      Object.assign(field, { hidden: false, value: link }).select();
      said.textContent = "Copy it from here.";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  });
}

export default { initialize, render };
