// Rows that stay open, and keep the focus, while what they say changes.
function render({ model, el }) {
  const box = el.appendChild(document.createElement("div"));
  const stops = (row) => [...row.querySelectorAll("summary, a")];
  const draw = () => {
    const held = box.contains(document.activeElement) && document.activeElement;
    const row = held && held.closest("details");
    const place = row ? stops(row).indexOf(held) : -1;
    box.innerHTML = model.get("html");
    const opened = model.get("opened");
    for (const one of box.querySelectorAll("details")) one.open = opened.includes(one.dataset.id);
    const again = row && box.querySelector(`details[data-id="${CSS.escape(row.dataset.id)}"]`);
    if (again) (stops(again)[place] ?? stops(again)[0]).focus({ preventScroll: true });
  };
  // What is inside is asked for when a row is opened.
  box.addEventListener(
    "toggle",
    ({ target }) => {
      const others = model.get("opened").filter((id) => id !== target.dataset.id);
      const opened = target.open ? [...others, target.dataset.id] : others;
      if (opened.length === model.get("opened").length) return;
      model.set("opened", opened);
      model.save_changes();
    },
    true,
  );
  // A text of the problem folder stands in a panel that may not have been made yet.
  box.addEventListener("click", (event) => {
    const anchor = event.target.closest?.("a[href^='#']")?.getAttribute("href").slice(1);
    if (!anchor) return;
    event.preventDefault();
    model.send({ show: anchor });
    let patience = 50;
    const go = () => {
      const there = document.getElementById(anchor);
      if (!there) return void (patience-- && setTimeout(go, 100));
      there.closest("details").open = true;
      there.closest("details").scrollIntoView();
    };
    go();
  });
  model.on("change:html", draw);
  draw();
}
export default { render };
