// Adds what ipywidgets' views leave out, whenever something new has been drawn.
function render({ model, el }) {
  const attributes = Object.entries(model.get("attributes"));
  let shown; // the tab that was brought into sight
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
    for (const button of root?.querySelectorAll("button.advisor-turns") ?? []) {
      const body = button.closest(".advisor-tune").lastElementChild;
      button.ariaExpanded = String(getComputedStyle(body).display !== "none");
      button.removeAttribute("aria-pressed");
    }
    // ipywidgets counts the files, which are taken in at once.
    for (const { lastChild: label } of root?.querySelectorAll("button.widget-upload") ?? []) {
      if (/ \(\d+\)$/.test(label?.data)) label.data = label.data.replace(/ \(\d+\)$/, "");
    }
    for (const handle of root?.querySelectorAll(".advisor-weight [role=slider]") ?? []) {
      const share = handle.closest(".advisor-weight").querySelector(".share, .advisor-group");
      const [percent] = share?.textContent.match(/\S+\s%\s*$/) ?? [];
      const said = `${Math.round(handle.ariaValueNow)}, ${percent} of the weight`;
      if (percent && handle.ariaValueText !== said) handle.ariaValueText = said;
    }
    for (const tab of root?.querySelectorAll("button.advisor-tab") ?? []) {
      const selected = tab.classList.contains("advisor-selected");
      Object.assign(tab, { role: "tab", ariaSelected: String(selected), tabIndex: selected ? 0 : -1 });
      if (selected && tab !== shown) {
        shown = tab; // in a row that is wider than a phone
        tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;
      }
    }
  };
  // Of a row of tabs, Tab reaches the open one and arrows the others; Enter or Space opens.
  const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  const walk = (event) => {
    const tab = event.target.closest?.(".advisor-tab");
    if (!tab || !(event.key in steps) || !el.closest(".advisor")?.contains(tab)) return;
    event.preventDefault();
    const tabs = [...tab.parentElement.querySelectorAll(".advisor-tab")];
    const to = tabs.indexOf(tab) + steps[event.key];
    tabs[Number.isFinite(to) ? (to + tabs.length) % tabs.length : to < 0 ? 0 : tabs.length - 1].focus();
  };
  // Escape closes what the head has opened, and leads back to its button.
  const close = (event) => {
    const root = el.closest(".advisor"), button = root?.querySelector("button.advisor-share.mod-active");
    if (event.key !== "Escape" || !button || event.defaultPrevented) return;
    if (event.target !== button && !root.querySelector(".advisor-shared").contains(event.target)) return;
    button.click();
    button.focus();
  };
  // The style keeps fingers off the tracks of sliders, so that a swipe scrolls; a tap moves the handle.
  const tap = (event) => {
    const track = event.target.closest?.(".noUi-target");
    const base = track?.querySelector(".noUi-base");
    if (!base || event.target.closest(".noUi-handle") || !el.closest(".advisor")?.contains(track)) return;
    if (getComputedStyle(base).pointerEvents !== "none") return; // then the slider has heard it
    const { left, width } = base.getBoundingClientRect();
    const { min, max } = track.noUiSlider.options.range;
    const [low, high] = [min, max].map(Number);
    track.noUiSlider.set(low + Math.min(1, Math.max(0, (event.clientX - left) / width)) * (high - low));
  };
  document.addEventListener("keydown", walk);
  document.addEventListener("keydown", close);
  document.addEventListener("click", tap);
  // Once a frame: a move of a slider arrives as a dozen messages.
  let frame;
  const soon = () => (frame ??= requestAnimationFrame(() => ((frame = undefined), name())));
  soon();
  const observer = new MutationObserver(soon);
  observer.observe(document.body, {
    childList: true,
    subtree: true,
    characterData: true,
    attributeFilter: ["class", "aria-valuetext"],
  });
  addEventListener("resize", soon);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    document.removeEventListener("keydown", walk);
    document.removeEventListener("keydown", close);
    document.removeEventListener("click", tap);
    removeEventListener("resize", soon);
  };
}
export default { render };
