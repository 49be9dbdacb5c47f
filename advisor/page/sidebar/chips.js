// A radio group of buttons. One click answers; a click on the chosen one takes it back.
const ANSWERED = 400; // milliseconds until the page has followed an answer
const NARROW = 700; // pixels: there is one column, and the next question may be out of sight

// Brings what is asked next into view for a finger; the focus stays where it is.
function advance(answered) {
  const question = answered.closest(".advisor-project .advisor-asked > *");
  const open = (part) => part.matches(".advisor-chips:not(.advisor-answered)") || part.querySelector(".advisor-chips:not(.advisor-answered)");
  if (!question || open(question) || answered.closest(".advisor").clientWidth >= NARROW) return;
  let next = question.nextElementSibling;
  while (next && !open(next)) next = next.nextElementSibling;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  next?.scrollIntoView({ block: "nearest", behavior: still ? "instant" : "smooth" });
}

function render({ model, el }) {
  const add = (parent, tag, name) => {
    const part = parent.appendChild(document.createElement(tag));
    part.className = name;
    return part;
  };
  const label = add(el, "div", "advisor-asks");
  const group = add(el, "div", "advisor-choices");
  const told = add(el, "div", "advisor-told");
  group.setAttribute("role", "radiogroup");
  group.setAttribute("data-lm-suppress-shortcuts", ""); // JupyterLab moves between cells by arrows

  const draw = () => {
    const [options, counts, chosen] = ["options", "counts", "value"].map((name) => model.get(name));
    label.textContent = model.get("label");
    group.ariaLabel = model.get("heard") || model.get("label");
    group.classList.toggle("advisor-preset", model.get("preset"));
    while (group.children.length > options.length) group.lastChild.remove();
    // Tab reaches the chosen one, or where the focus was, or the first; arrows reach the others.
    const on = options.findIndex(({ value }) => value === chosen);
    el.classList.toggle("advisor-answered", on >= 0);
    const stop = Math.max(0, on < 0 ? [...group.children].indexOf(document.activeElement) : on);
    options.forEach(({ value, text, hint, quiet }, place) => {
      const chip = group.children[place] ?? add(group, "button", "");
      chip.replaceChildren(text);
      if (counts[value]) chip.append(" ", Object.assign(document.createElement("small"), { textContent: counts[value] }));
      chip.className = `advisor-chip${quiet ? " advisor-quiet" : ""}`;
      Object.assign(chip, { type: "button", value, title: hint, role: "radio" });
      Object.assign(chip, { ariaChecked: String(place === on), tabIndex: place === stop ? 0 : -1 });
    });
  };
  const choose = (value) => {
    model.set("value", value);
    model.save_changes();
  };
  const tell = () => {
    // What one answer does is said; that it changes what others do is not.
    told.setAttribute("aria-live", group.contains(document.activeElement) ? "polite" : "off");
    const opened = told.querySelector("details")?.open;
    const focused = told.contains(document.activeElement);
    told.innerHTML = model.get("told");
    for (const fold of told.querySelectorAll("details")) fold.open = Boolean(opened);
    if (focused) told.querySelector("summary")?.focus();
  };
  group.addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (!chip) return;
    const value = chip.value === model.get("value") ? "" : chip.value;
    choose(value);
    // The kernel brings the question after the last, and what this answer does. A key has no detail.
    if (value && event.detail) setTimeout(() => advance(el), ANSWERED);
  });
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  group.addEventListener("keydown", (event) => {
    if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const chips = [...group.children];
    const to = chips.indexOf(document.activeElement) + steps[event.key] + chips.length;
    chips[to % chips.length].focus();
    choose(chips[to % chips.length].value);
  });
  model.on("change:label change:heard change:options change:counts change:value change:preset", draw);
  model.on("change:told", tell);
  draw();
  tell();
}
export default { render };
