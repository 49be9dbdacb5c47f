// ipywidgets gives a slider's handle no accessible name; this adds it once the handle is there.
function render({ model, el }) {
  const names = Object.entries(model.get("names"));
  const name = () => {
    const root = el.closest(".advisor"); // null until JupyterLab has put the page together
    for (const handle of root?.querySelectorAll("[role=slider]:not([aria-label])") ?? []) {
      const [, label] = names.find(([hook]) => handle.closest(`.${hook}`)) ?? [];
      if (label) handle.ariaLabel = label;
    }
  };
  const observer = new MutationObserver(name);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
export default { render };
