// ipywidgets gives a slider's handle no accessible name; this adds it once the handle is there.
function render({ model, el }) {
  const root = el.closest(".advisor");
  const name = () => {
    for (const [hook, label] of Object.entries(model.get("names"))) {
      for (const handle of root.querySelectorAll(`.${hook} [role=slider]`)) handle.ariaLabel = label;
    }
  };
  name();
  const observer = new MutationObserver(name);
  observer.observe(root, { childList: true, subtree: true });
  return () => observer.disconnect();
}
export default { render };
