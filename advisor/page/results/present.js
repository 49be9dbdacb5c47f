// The answer in full screen, step by step: what the kernel has written, and nothing else.
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const SCROLLS = { ArrowDown: 1, ArrowUp: -1 };
const FIELDS = "input, select, textarea, [contenteditable], [role=textbox]";
const FRAME = `
  <div class="present-bar">
    <b role="status"></b>
    <button type="button" class="jupyter-button" aria-label="Previous step">←</button>
    <button type="button" class="jupyter-button" aria-label="Next step" autofocus>→</button>
    <button type="button" class="jupyter-button">Leave</button>
  </div>
  <div class="present-body" tabindex="0"></div>`;

function render({ model, el }) {
  const button = el.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", className: "jupyter-button advisor-presents", textContent: "Present", title: "Full screen, for a room (P)" });
  button.setAttribute("aria-keyshortcuts", "P");
  const dialog = el.appendChild(document.createElement("dialog"));
  Object.assign(dialog, { className: "advisor-present", ariaLabel: "Presentation", innerHTML: FRAME });
  dialog.dataset.lmSuppressShortcuts = true; // of JupyterLab
  const [back, next, leave] = dialog.querySelectorAll("button");
  const place = dialog.querySelector("b"), body = dialog.lastElementChild;
  let at = 0, full = false;

  const draw = () => {
    const steps = model.get("steps");
    if (!steps.length) return void body.replaceChildren();
    at = Math.max(0, Math.min(at, steps.length - 1));
    const [title, html] = steps[at];
    const said = `${title} · ${at + 1} of ${steps.length}`;
    if (place.textContent !== said) place.textContent = said;
    body.innerHTML = `${model.get("answer")}<div class="present-step">${html}</div>`;
    // Rows do not open here: what is inside them is too small for a room.
    for (const row of body.querySelectorAll(".row")) {
      const still = document.createElement("div");
      still.className = "row";
      still.append(row.querySelector("summary"));
      row.replaceWith(still);
    }
    dialog.dataset.step = at;
    back.ariaDisabled = String(at === 0);
    next.ariaDisabled = String(at === steps.length - 1);
  };
  const go = (by) => {
    at += by;
    draw();
    body.scrollTop = 0;
  };
  const open = async () => {
    if (model.get("opened")) return;
    at = 0;
    model.set("opened", true);
    model.save_changes();
    full = await document.documentElement.requestFullscreen?.().then(() => true, () => false);
    dialog.showModal();
  };
  const closed = () => {
    model.set("opened", false);
    model.save_changes();
    if (full && document.fullscreenElement) document.exitFullscreen();
  };
  const left = () => full && !document.fullscreenElement && dialog.close();
  const key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (dialog.open && event.key in STEPS) go(STEPS[event.key]);
    else if (dialog.open && event.key in SCROLLS) body.scrollBy(0, (SCROLLS[event.key] * body.clientHeight) / 4);
    else if (!dialog.open && event.key.toLowerCase() === "p" && here(event.target)) open();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  // In JupyterLab the keys are the notebook's, unless the focus is on the page.
  const here = (target) =>
    !target.closest?.(FIELDS) && (document.body.dataset.voila !== undefined || el.closest(".advisor").contains(target));

  button.addEventListener("click", open);
  back.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));
  leave.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", closed);
  document.addEventListener("fullscreenchange", left);
  addEventListener("keydown", key, true); // before JupyterLab, which has its own use for arrows
  for (const name of ["answer", "steps"]) model.on(`change:${name}`, draw);
  return () => {
    document.removeEventListener("fullscreenchange", left);
    removeEventListener("keydown", key, true);
  };
}

export default { render };
