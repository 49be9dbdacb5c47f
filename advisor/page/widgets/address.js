// Keeps the address of the page and the state of the kernel alike. In JupyterLab the address
// belongs to JupyterLab, so there it is left alone.
const alone = () => document.body.dataset.voila !== undefined;
const PATIENCE = 300; // milliseconds: a drag is one entry

// The ballots of a group are too long for the address. The tab keeps them with the address that they
// belong to, so that a reload has both.
const GROUP = "advisor-ballots";

function keep(group) {
  try {
    if (group) sessionStorage.setItem(GROUP, JSON.stringify({ address: location.href, group }));
    else sessionStorage.removeItem(GROUP);
  } catch {
    // A private window may store nothing; a decision record keeps the ballots.
  }
}

function ballots() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(GROUP));
    return kept?.address === location.href ? kept.group : "";
  } catch {
    return "";
  }
}

function initialize({ model }) {
  if (!alone()) return;
  const entitle = () => (document.title = model.get("title"));
  model.on("change:title", entitle);
  entitle();
  const tell = () => window.advisorPage && (window.advisorPage.lacks = model.get("lost"));
  model.on("change:lost", tell);
  tell();
  if (!model.get("kept")) return;
  const ask = () => {
    model.set({ asked: location.search || "?", group: ballots() });
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
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (write(), keep(model.get("group"))), PATIENCE);
  };
  model.on("change:query change:group", later);
  const back = () => {
    scenario = new URLSearchParams(location.search).get("s");
    ask();
  };
  addEventListener("popstate", back);
  // Binder's token opens a shell, and by now a cookie does the same: nobody should copy it.
  const here = new URL(location.href);
  if (here.searchParams.has("token")) {
    here.searchParams.delete("token");
    history.replaceState(null, "", here);
  }
  model.set("base", location.origin + location.pathname);
  ask();
  return () => {
    clearTimeout(timer);
    removeEventListener("popstate", back);
  };
}

function render({ model, el }) {
  if (!alone()) return;
  const box = el.appendChild(document.createElement("div"));
  box.className = "advisor-link";
  const field = box.appendChild(document.createElement("input"));
  Object.assign(field, { type: "text", readOnly: true, ariaLabel: "Link to this page as it is" });
  field.addEventListener("focus", () => field.select());
  const button = box.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", className: "jupyter-button advisor-copy", textContent: "Copy link" });
  const said = box.appendChild(document.createElement("span"));
  said.setAttribute("role", "status");
  const show = () => {
    field.value = model.get("link");
    button.disabled = !field.value;
    said.textContent = "";
  };
  model.on("change:link", show);
  show();
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied.";
    } catch {
      field.select(); // the browser asks for a secure page
      said.textContent = "The browser does not let the page copy. Copy the selected link yourself.";
    }
  });
}

export default { initialize, render };
