// Adds what ipywidgets' views leave out, whenever something new has been drawn.
function render({ model, el }) {
  const attributes = Object.entries(model.get("attributes"));
  const name = () => {
    const root = el.closest(".advisor"); // null until JupyterLab has put the page together
    for (const [parts, wanted] of root ? attributes : []) {
      for (const part of root.querySelectorAll(parts)) {
        for (const [key, value] of Object.entries(wanted)) {
          if (part.getAttribute(key) !== value) part.setAttribute(key, value);
        }
      }
    }
    for (const button of root?.querySelectorAll("button.advisor-folds") ?? []) {
      button.ariaExpanded = String(button.classList.contains("mod-active"));
      button.removeAttribute("aria-pressed");
    }
  };
  const observer = new MutationObserver(name);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["class"] });
  return () => observer.disconnect();
}
export default { render };
